using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Kernel;
using Wangting.Storage;
using Wangting.Storage.Keys;
using Wangting.Tests;

namespace Wangting.ModuleTests.Kernel;

public abstract class Keys_in_the_database(DatabaseKind kind) : StorageSuite(kind)
{
    readonly string file = Path.Combine(Path.GetTempPath(), $"master-key-{Guid.CreateVersion7():N}");

    // A node as the host makes it: the suite's own containers have a ring that forgets.
    ServiceProvider Node(string? keyFile = null)
    {
        if (!File.Exists(file)) MasterKeyFile.Make(file);
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(Database.Settings)
                .AddInMemoryCollection([new("Keys:MasterKeyFile", keyFile ?? file)]).Build())
            .AddLogging().AddKernel().AddStorage().BuildServiceProvider();
    }

    static SecretColumns Columns(IServiceProvider node) => node.GetRequiredService<SecretColumns>();

    Task<List<StoredKey>> StoredAsync() => InDatabaseAsync(db => db.Set<StoredKey>().AsNoTracking().OrderBy(k => k.Name).ToListAsync(Ct));

    [Fact]
    public async Task What_one_node_closes_another_opens_and_finds()
    {
        await using var one = Node();
        await using var two = Node();

        var closed = Columns(one).Close("test.document", "320102199001011234");

        Assert.Equal("320102199001011234", Columns(two).Open("test.document", closed));
        Assert.Equal(Columns(one).Hash("test.document", "320102199001011234"), Columns(two).Hash("test.document", "320102199001011234"));
        Assert.DoesNotContain("320102199001011234", closed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_opens_under_its_own_purpose_alone()
    {
        await using var node = Node();
        var closed = Columns(node).Close("test.document", "secret");

        Assert.Throws<CryptographicException>(() => Columns(node).Open("test.other", closed));
        Assert.NotEqual(Columns(node).Hash("test.document", "secret"), Columns(node).Hash("test.other", "secret"));
    }

    [Fact]
    public async Task The_database_alone_opens_nothing()
    {
        await using (var node = Node()) Columns(node).Close("test.document", "secret");
        var stored = await StoredAsync();

        Assert.Equal(2, stored.Count);
        Assert.All(stored, k => Assert.DoesNotContain("masterKey", k.Value, StringComparison.Ordinal));
        var other = file + ".other";
        MasterKeyFile.Make(other);
        await using var thief = Node(other);
        Assert.Contains("was wrapped by master key", Assert.Throws<SetupProblem>(() => Columns(thief)).Message, StringComparison.Ordinal);
        File.Delete(other);
    }

    [Fact]
    public async Task Nodes_that_start_at_once_on_an_empty_database_agree_on_one_root()
    {
        var nodes = Enumerable.Range(0, 4).Select(_ => Node()).ToList();
        var hashes = await Task.WhenAll(nodes.Select(n => Task.Run(() => Columns(n).Hash("test", "x"), Ct)));

        Assert.Single(hashes.Distinct());
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task A_new_ring_key_closes_from_now_on_and_the_old_one_still_opens()
    {
        await using var node = Node();
        var before = Columns(node).Close("test.document", "old");
        await InScopeAsync(node, s => Task.FromResult(s.GetRequiredService<RotateKeys>().NewRingKey()));

        await using var later = Node();
        var after = Columns(later).Close("test.document", "new");
        Assert.Equal("old", Columns(later).Open("test.document", before));
        Assert.NotEqual(before[..30], after[..30]); // the key's id stands in front
        Assert.Equal("new", Columns(node).Open("test.document", after)); // a node that has not seen the new key looks again
    }

    [Fact]
    public async Task Closed_columns_are_closed_anew_with_the_newest_key_once()
    {
        await using var node = Node();
        var message = Guid.CreateVersion7();
        await InDatabaseAsync(db =>
        {
            db.Add(new Identity.StaffMember { Id = message, Name = "li", NameKey = "LI", DisplayName = "李", TotpSecret = Columns(node).Close("staff.totp", "JBSWY3DP") });
            return db.SaveChangesAsync(Ct);
        });
        await InScopeAsync(node, s => Task.FromResult(s.GetRequiredService<RotateKeys>().NewRingKey()));

        await using var later = Node();
        var first = await InScopeAsync(later, s => s.GetRequiredService<CloseAnew>().HandleAsync(Ct));
        var second = await InScopeAsync(later, s => s.GetRequiredService<CloseAnew>().HandleAsync(Ct));

        Assert.Equal((1, 1), first.Where(c => c.Column == "identity_staff.totp_secret").Select(c => (c.Seen, c.Changed)).Single());
        Assert.Equal((1, 0), second.Where(c => c.Column == "identity_staff.totp_secret").Select(c => (c.Seen, c.Changed)).Single());
        Assert.Equal("JBSWY3DP", Columns(later).Open("staff.totp", (await InDatabaseAsync(db => db.Set<Identity.StaffMember>().Select(m => m.TotpSecret).SingleAsync(Ct)))!));
    }

    [Fact]
    public async Task A_new_master_key_wraps_the_root_and_nothing_else_changes()
    {
        string closed, hash;
        await using (var node = Node()) (closed, hash) = (Columns(node).Close("test.document", "secret"), Columns(node).Hash("test.document", "secret"));
        var next = file + ".next";
        MasterKeyFile.Make(next);
        var (newLine, oldLine) = (await File.ReadAllTextAsync(next, Ct), await File.ReadAllTextAsync(file, Ct));

        await File.WriteAllTextAsync(file, newLine + oldLine, Ct);
        await using (var node = Node()) await InScopeAsync(node, async s => { await s.GetRequiredService<RotateKeys>().RewrapAsync(Ct); return true; });
        await File.WriteAllTextAsync(file, newLine, Ct);

        await using var later = Node();
        Assert.Equal(("secret", hash), (Columns(later).Open("test.document", closed), Columns(later).Hash("test.document", "secret")));
        await File.WriteAllTextAsync(file, oldLine, Ct);
        await using var left = Node();
        Assert.Throws<SetupProblem>(() => Columns(left));
        File.Delete(next);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        File.Delete(file);
        GC.SuppressFinalize(this);
    }
}

public sealed class Keys_in_the_database_on_SQLite() : Keys_in_the_database(DatabaseKind.Sqlite);

public sealed class Keys_in_the_database_on_PostgreSQL() : Keys_in_the_database(DatabaseKind.Postgres);

public sealed class A_master_key_file : IDisposable
{
    readonly string file = Path.Combine(Path.GetTempPath(), $"master-key-{Guid.CreateVersion7():N}");

    public void Dispose() => File.Delete(file);

    [Fact]
    public void Is_made_for_its_owner_alone_and_never_over_another()
    {
        MasterKeyFile.Make(file);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Throws<SetupProblem>(() => MasterKeyFile.Make(file));
    }

    [Fact]
    public void Is_refused_when_others_may_read_it()
    {
        MasterKeyFile.Make(file);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("chmod 600", Assert.Throws<SetupProblem>(() => MasterKeyFile.Read(file, guarded: false)).Message, StringComparison.Ordinal);
        MasterKeyFile.Read(file, guarded: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0123")]
    [InlineData("zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void Is_refused_when_it_holds_no_key(string text)
    {
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Contains("wangting keys make", Assert.Throws<SetupProblem>(() => MasterKeyFile.Read(file, guarded: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_asked_for_in_a_sentence_when_there_is_none()
    {
        Assert.Contains("Keys:MasterKeyFile", Assert.Throws<SetupProblem>(() => MasterKeyFile.Find(new KeyOptions(), null)).Message, StringComparison.Ordinal);
        Assert.Contains(file, Assert.Throws<SetupProblem>(() => MasterKeyFile.Find(new KeyOptions { MasterKeyFile = file }, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_found_among_the_credentials_of_systemd()
    {
        var folder = Directory.CreateTempSubdirectory("credentials");
        MasterKeyFile.Make(Path.Combine(folder.FullName, "master-key"));
        var found = MasterKeyFile.Find(new KeyOptions(), folder.FullName);
        Assert.Equal([1, 2, 3], found.Unwrap("x", found.Wrap("x", [1, 2, 3])));
        folder.Delete(recursive: true);
    }
}
