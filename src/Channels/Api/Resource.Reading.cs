using System.Buffers;
using System.Globalization;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

internal sealed partial class Resource<TRow>
{
    /// <summary>Items of an answer when the client names no number, and the most it may name.</summary>
    const int PageSize = 100, MostPage = 1000;
    const int MostOffset = 1_000_000;
    /// <summary>Counted exactly up to here: counting a million rows to show ten would cost more than the ten.</summary>
    const int MostCounted = 10_000;
    /// <summary>A database thinks about a question of two hundred conditions longer than it needs to answer thousands of good ones.</summary>
    const int MostFilters = 12, MostValues = 100;

    public override async Task ListAsync(HttpContext http, Call call, CancellationToken ct)
    {
        var query = http.Request.Query;
        var (offset, limit) = (Number(query, "offset", 0, MostOffset), Number(query, "limit", 0, int.MaxValue));
        var size = limit is null ? PageSize : Math.Min(limit.Value, MostPage);
        var chosen = Chosen.Of(query["fields"]);
        var rows = Filtered(call, query);

        var page = size == 0 ? [] : await Sorting.By(rows, SortKeys(call, query["sort"].ToString())).Skip(offset ?? 0).Take(size).ToListAsync(ct);
        // A page that is not full says how many there are.
        var total = page.Count < size && page.Count > 0 || (offset ?? 0) == 0 && page.Count < size ? (offset ?? 0) + page.Count : await rows.Take(MostCounted).CountAsync(ct);
        total = Math.Max(total, page.Count == 0 ? 0 : (offset ?? 0) + page.Count);
        if (Complete is not null && page.Count > 0) await Complete(call, page, ct);
        if (MachineReads.Tells(call, this)) await call.Get<MachineReads>().ListedAsync(call, Noun, query.Keys.Where(IsFilter).Select(FilterName), page.Count, Whose is null ? [] : page.Select(Whose), ct);
        var extras = page.Count > 0 && NeedsExtras(chosen) ? await Extras.ListAsync(call.Db, Noun, [.. page.Select(r => r.Id)], ct) : null;

        var paged = offset is not null || limit is not null;
        Answer.Begin(http, paged && page.Count < total ? StatusCodes.Status206PartialContent : StatusCodes.Status200OK);
        http.Response.Headers["X-Total-Count"] = total.ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["X-Result-Count"] = page.Count.ToString(CultureInfo.InvariantCulture);
        if (paged && page.Count > 0) http.Response.Headers.ContentRange = $"items {(offset ?? 0) + 1}-{(offset ?? 0) + page.Count}/{total}";
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, Answer.Options);
        json.WriteStartArray();
        foreach (var row in page) Write(json, row, call, chosen, extras?[row.Id] ?? []);
        json.WriteEndArray();
        await json.FlushAsync(ct);
    }

    public override async Task ReadAsync(HttpContext http, Call call, Guid id, int status, CancellationToken ct)
    {
        var chosen = Chosen.Of(http.Request.Query["fields"]);
        var row = await FindAsync(call, id, ct) ?? throw Problem.NotFound(Noun);
        if (MachineReads.Tells(call, this) && HttpMethods.IsGet(http.Request.Method)) // a write's answer is part of the write
        {
            if (chosen.AllOf(Impersonal.Contains)) call.Get<MachineReads>().Counted(call, Noun);
            else await call.Get<MachineReads>().ReadAsync(call, Noun, id, Whose?.Invoke(row), ct);
        }
        var extras = NeedsExtras(chosen) ? await Extras.ListAsync(call.Db, Noun, [id], ct) : null;
        Answer.Begin(http, status);
        await using var json = new Utf8JsonWriter(http.Response.BodyWriter, Answer.Options);
        Write(json, row, call, chosen, extras?[id] ?? []);
        await json.FlushAsync(ct);
    }

    public override async Task<byte[]?> RenderAsync(Call call, Guid id, CancellationToken ct)
    {
        if (await FindAsync(call, id, ct) is not { } row) return null;
        var extras = await Extras.ListAsync(call.Db, Noun, [id], ct);
        var held = new ArrayBufferWriter<byte>(1024);
        await using (var json = new Utf8JsonWriter(held, Answer.Options)) Write(json, row, call, Chosen.All, extras[id]);
        return held.WrittenSpan.ToArray();
    }

    async Task<TRow?> FindAsync(Call call, Guid id, CancellationToken ct)
    {
        if (Quick?.Invoke(call, id, ct) is { } quick) return await quick;
        var row = await Rows(call).Where(r => r.Id == id).FirstOrDefaultAsync(ct);
        if (row is not null && Complete is not null) await Complete(call, [row], ct);
        return row;
    }

    // Every parameter that is not about paging is a filter; one name several times is any of the values.
    IQueryable<TRow> Filtered(Call call, IQueryCollection query)
    {
        var rows = Rows(call);
        if (query.Count > MostFilters && query.Keys.Count(IsFilter) > MostFilters || query.Where(q => IsFilter(q.Key)).Sum(q => q.Value.Count) > MostValues)
            throw new Problem(400, "api.filter_many", ("names", MostFilters), ("values", MostValues));
        foreach (var (name, values) in query)
        {
            if (!IsFilter(name)) continue;
            Expression<Func<TRow, bool>>? any = null;
            foreach (var value in values)
            {
                var one = Condition(call, name, value ?? "");
                any = any is null ? one : Predicates.Either(any, one);
            }
            if (any is not null) rows = rows.Where(any);
        }
        return rows;
    }

    IEnumerable<(LambdaExpression Key, bool Falls)> SortKeys(Call call, string sort)
    {
        Expression<Func<TRow, Guid>> id = row => row.Id;
        foreach (var (name, falls) in Sorting.Read(sort))
            yield return name == "id" ? (id, falls)
                : SortedBy.Contains(name) ? (fields.Own.First(f => f.Name == name).Key!(call), falls)
                : throw new Problem(400, "api.sort_unknown", ("attribute", name.Length > 60 ? name[..60] : name), ("choices", string.Join(", ", SortedBy)));
    }

    static bool IsFilter(string name) => name is not ("fields" or "offset" or "limit" or "sort");

    // An attribute of ours as it is; another may be anything that somebody typed.
    string FilterName(string name) => name is "id" or "href" || fields.Leaves.ContainsKey(name) ? name : "?";

    static int? Number(IQueryCollection query, string name, int least, int most)
    {
        if (!query.TryGetValue(name, out StringValues given)) return null;
        return int.TryParse(given.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n : throw new Problem(400, "api.paging", ("attribute", name), ("most", name == "offset" ? most : MostPage));
    }
}
