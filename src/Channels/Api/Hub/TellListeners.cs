using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.Channels.Api.Hub;

/// <summary>Puts a changed record, as each listener may see it now, into the queues of those who asked for it.</summary>
internal sealed class TellListeners(IServiceProvider services, WhoListens listeners, FindClient clients, CheckClientGrant grants, TimeProvider clock) : IHandle<RecordChanged>
{
    public async Task HandleAsync(RecordChanged what, CancellationToken ct)
    {
        if (services.GetServices<Resource>().FirstOrDefault(r => r.Noun == what.Noun) is not { } resource) return;
        var type = HubDoor.TypeOf(what.Noun, what.Change);
        foreach (var listener in await listeners.ListAsync(resource.Api.Base, ct))
        {
            if (listener.Types.Count > 0 && !listener.Types.Contains(type)) continue;
            if (await CallerOfAsync(listener, resource.Api.Scope + ".read", ct) is not { } caller) continue;
            var seen = what.Change == RecordChange.Delete
                ? caller.Kind == CallerKind.Machine ? Gone(resource, listener.Root, what.Id) : null
                : await resource.RenderAsync(new Call(services, caller, listener.Root, clock.GetUtcNow().UtcDateTime), what.Id, ct);
            if (seen is null) continue;
            var id = Guid.CreateVersion7();
            listeners.Queue(listener.Id, id, Event(resource, id, what, type, seen));
        }
    }

    // With the rights of now, not of when they asked.
    async Task<Caller?> CallerOfAsync(ActiveListener listener, string scope, CancellationToken ct)
    {
        if (listener.GrantId is { } grant)
            return await grants.HandleAsync(grant, ct) ? new Caller { Kind = CallerKind.Person, Channel = Channel.Api, SubjectId = listener.OwnerId } : null;
        return listener.ClientId is { } client && await clients.HandleAsync(client, ct) is { Kind: ClientKind.Machine } found && found.Scopes.Contains(scope)
            ? new Caller { Kind = CallerKind.Machine, Channel = Channel.Api, SubjectId = listener.OwnerId, Permissions = found.Scopes.ToHashSet(StringComparer.Ordinal) } : null;
    }

    static byte[] Gone(Resource resource, string root, Guid id) => Encoding.UTF8.GetBytes($$"""{"id":"{{id}}","href":"{{root}}/tmf-api/{{resource.Path}}/{{id}}"}""");

    static string Event(Resource resource, Guid id, RecordChanged what, string type, byte[] seen)
    {
        var held = new ArrayBufferWriter<byte>(seen.Length + 400);
        using (var json = new Utf8JsonWriter(held, Answer.Options))
        {
            json.WriteStartObject();
            json.WriteString("eventId", id);
            json.WriteString("eventTime", what.At);
            json.WriteString("eventType", type);
            json.WriteString("domain", resource.Api.Title);
            json.WriteStartObject("event");
            json.WritePropertyName(resource.Noun);
            json.WriteRawValue(seen, skipInputValidation: true);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(held.WrittenSpan);
    }
}
