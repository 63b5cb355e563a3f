using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Channels.Api;

internal sealed partial class Resource<TRow>
{
    public override async Task CreateAsync(HttpContext http, Call call, CancellationToken ct)
    {
        var body = await Body.ReadAsync(http, call.Currency, "application/json");
        body.Check(fields.All, isNew: true);
        var id = Guid.CreateVersion7();
        if (CreateOnce is not null)
        {
            // Only with the thing itself: a repeat, or a try that lost to another writer, keeps nothing beside it.
            var own = id;
            if ((await call.Db.KeepExtrasWithAsync(Noun, own, body.Extras(fields.All), () => CreateOnce(call, own, body, ct))).IsRefused(out var no, out id)) throw Problem.Of(no, named: true);
            http.Response.Headers.Location = $"{call.Root}/tmf-api/{Path}/{id}";
            if (call.Links.Count > 0) http.Response.Headers.Link = call.Links.ToArray();
            await ReadAsync(http, call, id, StatusCodes.Status201Created, ct);
            return;
        }
        // In the unit of work before the operation saves it: both are stored, or neither.
        var extras = body.Extras(fields.All);
        if (await call.Db.KeepExtrasAsync(Noun, id, extras, isNew: true, ct) is { } tooMuch) throw Problem.Of(tooMuch);
        if ((await Create!(call, id, body, ct)).IsRefused(out var why, out _)) throw Problem.Of(why, named: true);
        if (extras.Count > 0 && call.Db.HasLostExtras(id))
        {
            await call.Db.KeepExtrasAsync(Noun, id, extras, isNew: true, ct);
            await call.Db.SaveChangesAsync(ct);
        }
        http.Response.Headers.Location = $"{call.Root}/tmf-api/{Path}/{id}";
        await ReadAsync(http, call, id, StatusCodes.Status201Created, ct);
    }

    /// <summary>RFC 7396: what is not named stays, <c>null</c> takes away.</summary>
    public override async Task ChangeAsync(HttpContext http, Call call, Guid id, CancellationToken ct)
    {
        var body = await Body.ReadAsync(http, call.Currency, "application/merge-patch+json", "application/json");
        body.Check(fields.All, isNew: false);
        // What is not the caller's is not found, before anything else is said of it.
        if (!await Rows(call).AnyAsync(r => r.Id == id, ct)) throw Problem.NotFound(Noun);
        if (await call.Db.KeepExtrasAsync(Noun, id, body.Extras(fields.All), isNew: false, ct) is { } tooMuch) throw Problem.Of(tooMuch);
        if ((await Change!(call, id, body, ct)).IsRefused(out var why, out _)) throw Problem.Of(why);
        if (call.Db.ChangeTracker.HasChanges()) await call.Db.SaveChangesAsync(ct); // extras alone had changed
        await ReadAsync(http, call, id, StatusCodes.Status200OK, ct);
    }

    public override async Task RemoveAsync(HttpContext http, Call call, Guid id, CancellationToken ct)
    {
        if (!await Rows(call).AnyAsync(r => r.Id == id, ct)) throw Problem.NotFound(Noun);
        await call.Db.DropExtrasAsync(Noun, id, ct);
        if ((await Remove!(call, id, ct)).IsRefused(out var why, out _)) throw Problem.Of(why);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
