using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.ChannelTests.Web;
using Wangting.Kernel;
using Wangting.Notices;

namespace Wangting.ChannelTests.Peers;

/// <summary>A hall that sends by a real gateway, and what it knows of what it sent.</summary>
internal abstract class PeerHall : RunningHall
{
    /// <summary>How the newest message that leaves the hall stands.</summary>
    public Task<LastMessage> LastAsync() => InScopeAsync(s => s.GetRequiredService<PortalDbContext>().Database
        .SqlQuery<LastMessage>($"SELECT id, state, arrival FROM notices_messages WHERE medium <> {nameof(Medium.InApp)} ORDER BY queued_at DESC, id DESC LIMIT 1").SingleAsync(TestContext.Current.CancellationToken));

    /// <summary>Why messages wait, in the words of the outbox.</summary>
    public Task<string> TroubleAsync() => InScopeAsync(s => s.GetRequiredService<PortalDbContext>().Database
        .SqlQuery<string>($"SELECT last_error AS Value FROM kernel_outbox WHERE type = {nameof(NoticeQueued)}").SingleAsync(TestContext.Current.CancellationToken));
}

internal sealed record LastMessage(Guid Id, string State, string Arrival);
