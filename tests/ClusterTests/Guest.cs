using Wangting.ChannelTests.Web;

namespace Wangting.ClusterTests;

/// <summary>Somebody with a browser without script, at a hall that is a process of its own.</summary>
internal static class Guest
{
    static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<Page> VisitAsync(this HttpClient browser, string path)
    {
        using var answer = await browser.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute), Ct);
        return await ReadAsync(answer, path);
    }

    /// <summary>Sends a form of a page with what it holds already.</summary>
    public static async Task<Page> SendAsync(this HttpClient browser, PageForm form, params (string Name, string Value)[] typed)
    {
        var fields = form.Fields;
        foreach (var (name, value) in typed) fields[name] = value;
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await browser.PostAsync(new Uri(form.Action ?? form.Page.Path, UriKind.RelativeOrAbsolute), content, Ct);
        return await ReadAsync(answer, form.Page.Path);
    }

    static async Task<Page> ReadAsync(HttpResponseMessage answer, string path) =>
        new(answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct), answer.Headers.Location?.OriginalString, answer, path);
}
