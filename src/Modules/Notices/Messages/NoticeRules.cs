namespace Wangting.Notices;

/// <summary>When a notice may go, and whether it may be declined.</summary>
internal static class NoticeRules
{
    static readonly TimeOnly QuietFrom = new(21, 0), QuietUntil = new(8, 0);

    /// <summary>Security and service notices protect the customer and cannot be declined.</summary>
    public static bool MustGo(NoticeClass noticeClass) => noticeClass is NoticeClass.Security or NoticeClass.Service;

    /// <summary>Marketing waits for the morning: nothing that rings between 21:00 and 08:00 of the operator's zone.</summary>
    public static DateTime DueAt(NoticeClass noticeClass, Medium medium, DateTime now, TimeZoneInfo zone)
    {
        if (noticeClass != NoticeClass.Marketing || medium == Medium.InApp) return now;
        var local = TimeZoneInfo.ConvertTimeFromUtc(now, zone);
        var time = TimeOnly.FromDateTime(local);
        if (time >= QuietUntil && time < QuietFrom) return now;
        var morning = local.Date.AddDays(time >= QuietFrom ? 1 : 0).Add(QuietUntil.ToTimeSpan());
        while (zone.IsInvalidTime(morning)) morning = morning.AddMinutes(30); // skipped when clocks go forward
        return TimeZoneInfo.ConvertTimeToUtc(morning, zone);
    }
}
