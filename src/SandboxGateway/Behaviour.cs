namespace Wangting.SandboxGateway;

internal enum Decide { Ask, Approve, Decline }

/// <summary>What becomes of a payment by mandate.</summary>
internal enum Charges { Approve, Decline }

/// <summary>How it misbehaves, as told; the meaning of each is in <c>docs/gateway.md</c>. Not kept over a restart.</summary>
internal sealed class Behaviour
{
    readonly Lock gate = new();
    Switches now = new();

    public Switches Now
    {
        get { lock (gate) return now; }
    }

    public Switches Change(SwitchChanges to)
    {
        lock (gate)
            return now = new Switches(
                to.AnswerDelayMs ?? now.AnswerDelayMs, to.FailRequests ?? now.FailRequests, to.FailAnswers ?? now.FailAnswers, to.Decide ?? now.Decide,
                to.NotifyBeforeAnswer ?? now.NotifyBeforeAnswer, to.NotificationDelayMs ?? now.NotificationDelayMs,
                to.RepeatNotifications ?? now.RepeatNotifications, to.DropNotifications ?? now.DropNotifications, to.ForgeNotifications ?? now.ForgeNotifications, to.Charges ?? now.Charges);
    }

    public bool TakeFailRequest() => Take(s => s.FailRequests, (s, n) => s with { FailRequests = n });
    public bool TakeFailAnswer() => Take(s => s.FailAnswers, (s, n) => s with { FailAnswers = n });
    public bool TakeDrop() => Take(s => s.DropNotifications, (s, n) => s with { DropNotifications = n });
    public bool TakeForge() => Take(s => s.ForgeNotifications, (s, n) => s with { ForgeNotifications = n });

    bool Take(Func<Switches, int> count, Func<Switches, int, Switches> left)
    {
        lock (gate)
        {
            var n = count(now);
            if (n > 0) now = left(now, n - 1);
            return n != 0;
        }
    }
}

internal sealed record Switches(int AnswerDelayMs = 0, int FailRequests = 0, int FailAnswers = 0, Decide Decide = Decide.Ask, bool NotifyBeforeAnswer = false,
    int NotificationDelayMs = 0, int RepeatNotifications = 1, int DropNotifications = 0, int ForgeNotifications = 0, Charges Charges = Charges.Approve);

internal sealed record SwitchChanges(int? AnswerDelayMs = null, int? FailRequests = null, int? FailAnswers = null, Decide? Decide = null, bool? NotifyBeforeAnswer = null,
    int? NotificationDelayMs = null, int? RepeatNotifications = null, int? DropNotifications = null, int? ForgeNotifications = null, Charges? Charges = null)
{
    public string? Problem =>
        AnswerDelayMs is < 0 or > 600_000 || NotificationDelayMs is < 0 or > 600_000 ? "A delay is 0 to 600,000 ms."
        : RepeatNotifications is < 1 or > 100 ? "repeatNotifications is 1 to 100."
        : FailRequests < -1 || FailAnswers < -1 || DropNotifications < -1 || ForgeNotifications < -1 ? "A number of times is -1 (always), 0 or more."
        : null;
}
