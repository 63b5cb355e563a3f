using System.Collections.Frozen;
using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

/// <summary>One of the Open APIs.</summary>
/// <param name="Title">As the standard names it.</param>
/// <param name="Base">Below <c>/tmf-api/</c>.</param>
/// <param name="Scope">Noun of the scopes that open it: <c>party</c> stands for <c>party.read</c> and <c>party.write</c>.</param>
/// <param name="Alias">Another base under which it answers the same.</param>
internal sealed record OpenApi(string Number, string Title, string Base, string Scope, string? Alias = null);

/// <summary>A TM Forum resource as the door handles it, whatever its row.</summary>
internal abstract class Resource(OpenApi api, string noun)
{
    public OpenApi Api => api;
    public string Noun => noun;
    /// <summary>Its path below <c>/tmf-api/</c>.</summary>
    public string Path { get; } = api.Base + "/" + noun;
    /// <summary>The same for everybody: who reads it is not written down.</summary>
    public bool IsPublic { get; init; }
    public abstract IEnumerable<Field> Fields { get; }
    /// <summary>First-level attributes that lists can be ordered by.</summary>
    public abstract IEnumerable<string> SortedBy { get; }
    public abstract bool CanCreate { get; }
    /// <summary>The same request to create may come twice and acts once.</summary>
    public abstract bool CreatesOnce { get; }
    public abstract bool CanChange { get; }
    public abstract bool CanRemove { get; }

    public abstract Task ListAsync(HttpContext http, Call call, CancellationToken ct);
    public abstract Task ReadAsync(HttpContext http, Call call, Guid id, int status, CancellationToken ct);
    public abstract Task CreateAsync(HttpContext http, Call call, CancellationToken ct);
    public abstract Task ChangeAsync(HttpContext http, Call call, Guid id, CancellationToken ct);
    public abstract Task RemoveAsync(HttpContext http, Call call, Guid id, CancellationToken ct);
    /// <summary>The resource as JSON for who listens; null when they may not see it.</summary>
    public abstract Task<byte[]?> RenderAsync(Call call, Guid id, CancellationToken ct);
}

/// <summary>A TM Forum resource: where its rows come from, how each attribute is written and found by, and which operations
/// of a module stand behind its verbs. Rules live in those operations; rows are already the caller's own.</summary>
internal sealed partial class Resource<TRow> : Resource where TRow : class, IRow
{
    readonly Fields<TRow> fields = new();

    /// <param name="describe">Every attribute beside id and href.</param>
    public Resource(OpenApi api, string noun, Action<Fields<TRow>> describe) : base(api, noun)
    {
        fields.Text("id", _ => "").Text("href", _ => ""); // written by hand below: they are on every answer
        describe(fields);
    }

    /// <summary>What the caller may see.</summary>
    public required Func<Call, IQueryable<TRow>> Rows { get; init; }
    /// <summary>Whose data a row is (a party), so that they can be shown who looked.</summary>
    public Func<TRow, Guid?>? Whose { get; init; }
    /// <summary>Puts on the rows of a page what lies in other tables.</summary>
    public Func<Call, IReadOnlyList<TRow>, CancellationToken, Task>? Complete { get; init; }
    /// <summary>Attributes that say nothing of a person: who reads these alone is counted, not written down one by one.</summary>
    public IReadOnlySet<string> Impersonal { get; init; } = FrozenSet<string>.Empty;
    /// <summary>A shorter way to one whole row, completion included; null for a caller whom it does not suit.</summary>
    public Func<Call, Guid, CancellationToken, Task<TRow?>?>? Quick { get; init; }
    /// <summary>The new thing's id is given, so that what is kept beside it is saved with it.</summary>
    public Func<Call, Guid, Body, CancellationToken, Task<Outcome<Done>>>? Create { get; init; }
    /// <summary>In place of <see cref="Create"/> where the same request may come again: answers with the id of what was
    /// made, now or by the first of them.</summary>
    public Func<Call, Guid, Body, CancellationToken, Task<Outcome<Guid>>>? CreateOnce { get; init; }
    public Func<Call, Guid, Body, CancellationToken, Task<Outcome<Done>>>? Change { get; init; }
    public Func<Call, Guid, CancellationToken, Task<Outcome<Done>>>? Remove { get; init; }

    public override IEnumerable<Field> Fields => fields.All;
    // Where clients' own words go before ours, rows would stand in an order that nobody sees.
    public override IEnumerable<string> SortedBy => fields.Own.Skip(2).Where(f => f.Key is not null && !f.Open).Select(f => f.Name).Prepend("id");
    public override bool CanCreate => Create is not null || CreateOnce is not null;
    public override bool CreatesOnce => CreateOnce is not null;
    public override bool CanChange => Change is not null;
    public override bool CanRemove => Remove is not null;

    void Write(Utf8JsonWriter json, TRow row, Call call, Chosen chosen, IEnumerable<KeyValuePair<string, string>> extras)
    {
        var kept = extras as ICollection<KeyValuePair<string, string>> ?? [.. extras];
        json.WriteStartObject();
        json.WriteString("id"u8, row.Id);
        json.WriteString("href"u8, $"{call.Root}/tmf-api/{Path}/{row.Id}");
        var own = fields.Own;
        for (var i = 2; i < own.Count; i++)
        {
            var field = own[i];
            if (!chosen.Takes(field.Name) || !field.Present(row) || (field.Open && kept.Any(k => k.Key == field.Name))) continue;
            json.WritePropertyName(field.Encoded);
            field.Write(json, row, call);
        }
        foreach (var (name, value) in kept)
        {
            if (!chosen.Takes(name)) continue;
            json.WritePropertyName(name);
            json.WriteRawValue(value, skipInputValidation: true);
        }
        json.WriteEndObject();
    }

    // A client that asks for columns of ours alone need not wait for what is kept beside them.
    bool NeedsExtras(Chosen chosen) => !chosen.AllOf(name => fields.Own.Any(f => f.Name == name && !f.Open));

    Expression<Func<TRow, bool>> Condition(Call call, string path, string value)
    {
        if (value.Contains('\0') || path.Contains('\0')) return Predicates.Never<TRow>(); // no text of ours holds one, and PostgreSQL would not be asked for it
        if (path == "id") return Guid.TryParse(value, out var id) ? row => row.Id == id : Predicates.Never<TRow>();
        if (path == "href")
        {
            var at = value.LastIndexOf('/');
            return at > 0 && value[..at].EndsWith("/" + Path, StringComparison.Ordinal) && Guid.TryParse(value.AsSpan(at + 1), out var linked) ? row => row.Id == linked : Predicates.Never<TRow>();
        }
        var top = path.Split('.')[0];
        if (fields.Own.FirstOrDefault(f => f.Open && f.Name == top) is not null) return Opened(call, top, path, value);
        if (fields.Leaves.TryGetValue(path, out var equal)) return equal(call, value) ?? throw new Problem(400, "api.filter_value", ("attribute", path), ("value", value.Length > 60 ? value[..60] : value));
        if (fields.Own.FirstOrDefault(f => f.Name == path) is { } whole) throw new Problem(400, "api.filter_whole", ("attribute", path), ("part", path + "." + (whole.Parts is [var first, ..] ? first.Name : "")));
        if (path.Length > 200 || path.Split('.')[^1] is "gt" or "gte" or "lt" or "lte" or "regex" or "like") throw new Problem(400, "api.filter_unknown", ("attribute", path.Length > 60 ? path[..60] : path));
        var having = Extras.Having(call.Db, Noun, path, value);
        return row => having.Contains(row.Id);
    }

    // What a client has said stands in place of ours, in filters as in answers.
    Expression<Func<TRow, bool>> Opened(Call call, string top, string path, string value)
    {
        var (having, said) = (Extras.Having(call.Db, Noun, path, value), Extras.Under(call.Db, Noun, top));
        Expression<Func<TRow, bool>> kept = row => having.Contains(row.Id);
        if (!fields.Leaves.TryGetValue(path, out var equal) || equal(call, value) is not { } ours) return kept;
        return Predicates.Either(kept, Predicates.Both(ours, row => !said.Contains(row.Id)));
    }
}
