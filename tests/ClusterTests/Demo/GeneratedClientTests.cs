using System.Text.Json.Nodes;
using Wangting.ClusterTests.Operating;
using Wangting.ClusterTests.Payments;

namespace Wangting.ClusterTests.Demo;

/// <summary>The hall as a stranger's program meets it: types that another project's generator makes of the demo's own
/// description, and a small client written against those alone (<c>tests/OpenApiClient</c>).</summary>
public sealed class A_client_generated_from_the_description(RunningDemo demo) : IClassFixture<RunningDemo>
{
    const string Name = "Ada Byron";

    [Fact]
    public async Task Compiles_strictly_and_makes_a_customer_that_pays_once()
    {
        using var made = new Workshop();
        await made.RunAsync("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error");
        await made.RunAsync("npx", "--no-install", "openapi-typescript", new Uri(demo.Address, "/openapi/all.json").ToString(), "-o", "schema.d.ts");
        await made.RunAsync("npx", "--no-install", "tsc");
        var said = JsonNode.Parse(await made.RunAsync("node", "made/client.js", demo.Address.GetLeftPart(UriPartial.Authority), demo.ClientId, demo.Secret))!;

        Assert.Equal(Name, (string?)said["person"]);
        Assert.True((bool)said["customer"]!);
        Assert.Equal("done", (string?)said["payment"]);
        Assert.True((bool)said["repeated"]!);
        Assert.Equal((409, "payment.key_reused"), ((int)said["otherContent"]!, (string?)said["otherCode"]));
        Assert.Equal("""{"unit":"CNY","value":12.34}""", said["balance"]!.ToJsonString());
        Assert.Equal("[12.34]", said["paidOnce"]!.ToJsonString());
        Assert.Equal($"""["{Name}"]""", said["found"]!.ToJsonString());
        Assert.Equal("1", (string?)said["total"]);
        Assert.Equal(0, (int)said["nobody"]!);
        Assert.True((bool)said["people"]!);
        Assert.Equal(404, (int)said["unknown"]!);
        Assert.Equal(("api.not_found", "404"), ((string?)said["error"]!["code"], (string?)said["error"]!["status"]));
        Assert.Equal("There is no such individual, or it is not yours.", (string?)said["error"]!["message"]);
    }

    /// <summary>A copy of the client's sources, beside which packages may lie.</summary>
    sealed class Workshop : IDisposable
    {
        readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("wangting-client-");

        public Workshop()
        {
            foreach (var file in new DirectoryInfo(Path.Combine(Deployed.Folder, "../tests/OpenApiClient")).GetFiles()) file.CopyTo(Path.Combine(folder.FullName, file.Name));
        }

        /// <returns>What it printed.</returns>
        public async Task<string> RunAsync(string program, params string[] arguments)
        {
            Assert.True(Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, program))), $"{program} is missing. dev/setup installs it.");
            var (code, said) = await OwnProcess.RunAsync(program, arguments, folder: folder.FullName);
            Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}: {said}");
            return said;
        }

        public void Dispose() => folder.Delete(recursive: true);
    }
}
