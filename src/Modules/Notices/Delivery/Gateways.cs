namespace Wangting.Notices;

/// <summary>How a message fared at the gateway. What may pass with time is an exception, and the outbox tries again.</summary>
public enum Handover
{
    Accepted,
    /// <summary>The gateway will never take it: a number that cannot be, a mailbox that is not there.</summary>
    Refused,
}

/// <summary>Hands short messages over to the operator's access platform. Several leave side by side: the unit of work may be
/// touched before the first wait only.</summary>
public interface ISmsGateway
{
    /// <param name="id">Ours; delivery reports name it.</param>
    Task<Handover> SendAsync(Guid id, string number, string words, CancellationToken ct);
}

/// <summary>Hands e-mail over to a mail server.</summary>
public interface IMailGateway
{
    Task<Handover> SendAsync(Guid id, string address, string subject, string words, CancellationToken ct);
}
