using System.Net;
using Wangting.ChannelTests.Api;

namespace Wangting.ChannelTests.Doors;

/// <summary>Every list of the interfaces, held against what two persons see of it.</summary>
public sealed class Lists_and_whose_things_stand_in_them(SqliteApiHall hall) : IClassFixture<SqliteApiHall>
{
    [Fact]
    public async Task What_one_person_may_see_another_does_not_find()
    {
        using var zhang = await ApiClient.PersonAsync(hall.Hall, "13300000001");
        using var li = await ApiClient.PersonAsync(hall.Hall, "18900000066");
        var tried = 0;
        foreach (var (path, _) in (await Interface.ReadAsync(hall.Hall)).Lists)
        {
            if (IsPublic(path)) continue;
            hall.Hall.Clock.Advance(TimeSpan.FromSeconds(1)); // a person may ask so often in a second
            var (a, b, all) = (await zhang.GetAsync(path + "?limit=1000"), await li.GetAsync(path + "?limit=1000"), await hall.Machine.GetAsync(path + "?limit=1000"));
            Assert.True(a.Status is HttpStatusCode.OK or HttpStatusCode.PartialContent, $"{path}: {a.Text}");
            Assert.Empty(a.Ids.Intersect(b.Ids));
            foreach (var id in b.Ids.Concat(all.Ids.Except(a.Ids)).Distinct().Take(5))
            {
                tried++;
                var found = await zhang.GetAsync($"{path}/{id}");
                Assert.True(found.Status == HttpStatusCode.NotFound, $"{path}/{id}: {found.Text}");
                Assert.Empty((await zhang.GetAsync($"{path}?id={id}")).List);
            }
        }
        Assert.True(tried > 10, $"Only {tried} things of others were tried.");
    }

    // What is the same for everybody: tariffs and billing terms.
    static bool IsPublic(string path) => path.Contains("productCatalogManagement", StringComparison.Ordinal) || path.EndsWith("billFormat", StringComparison.Ordinal) || path.EndsWith("billPresentationMedia", StringComparison.Ordinal) || path.EndsWith("billingCycleSpecification", StringComparison.Ordinal);
}
