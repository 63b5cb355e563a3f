using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Customers;

/// <param name="After">Id of the last touch of the page before.</param>
public sealed record ListTouches(Guid? After = null);

/// <param name="Says">Text key and values.</param>
public sealed record TouchView(Guid Id, DateTime At, Channel Channel, TouchDirection Direction, Text Says, string? ObjectKind, string? ObjectId)
{
    internal static TouchView Of(Touch touch) => new(touch.Id, touch.At, touch.Channel, touch.Direction, Words(touch), touch.ObjectKind, touch.ObjectId);

    // Money stands as minor units under names ending in Amount (see Touch.Values).
    static Text Words(Touch touch) => touch.Words is { } told ? Text.Of("touch." + Touch.Told, ("words", told)) : new("touch." + touch.Reason, touch.Values.ToDictionary(v => v.Key,
        v => v.Key.EndsWith("mount", StringComparison.Ordinal) && long.TryParse(v.Value, System.Globalization.CultureInfo.InvariantCulture, out var minor) ? (object?)new Money(minor) : v.Value, StringComparer.Ordinal));
}

public sealed record TouchPage(IReadOnlyList<TouchView> Touches, Guid? Older);

/// <summary>Every touch between a person and the operator, on every channel, newest first. Ids rise with time, so that one
/// index serves the order, the page and its beginning.</summary>
public sealed class ListTouchesHandler(PortalDbContext db)
{
    public const int PageSize = 30;

    public async Task<TouchPage> HandleAsync(ListTouches query, Caller caller, CancellationToken ct)
    {
        var self = caller.IsPerson ? caller.SubjectId : Guid.Empty;
        var touches = db.Set<Touch>().AsNoTracking().Where(t => t.PartyId == self);
        var anchor = query.After is null ? (DateTime?)null : await touches.Where(t => t.Id == query.After).Select(t => (DateTime?)t.At).SingleOrDefaultAsync(ct);
        if (anchor is { } at) touches = touches.Where(t => t.At < at || (t.At == at && t.Id < query.After!.Value));
        var page = await touches.OrderByDescending(t => t.At).ThenByDescending(t => t.Id).Take(PageSize + 1).ToListAsync(ct);
        return new TouchPage([.. page.Take(PageSize).Select(TouchView.Of)],
            page.Count > PageSize ? page[PageSize - 1].Id : null);
    }
}
