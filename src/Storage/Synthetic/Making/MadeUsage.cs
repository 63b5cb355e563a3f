using System.Globalization;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Kernel;

namespace Wangting.Storage.Synthetic;

/// <summary>What a customer's lines use. Single calls and messages in the last month, as people look them up; before it
/// one record for each day and kind, as an operator keeps them.</summary>
internal sealed class MadeUsage(Province province, int number, IRows rows, DateTime? left)
{
    const string Source = "generated";
    // Millionths of the main unit a block, as the catalogue's plans say; here in the smallest unit.
    const long MinuteCosts = 15, MessageCosts = 10, GigabyteCosts = 500, Gigabyte = 1024 * 1024;
    readonly Chance chance = new(province.Seed, number, 1);
    readonly Dictionary<int, Level> levels = [];

    /// <summary>A line's habits: the same every month, give or take.</summary>
    sealed record Level(int Minutes, int Megabytes, int Messages)
    {
        public (string Closed, string Masked)[]? Circle { get; set; }
    }

    /// <summary>One line's month, written down.</summary>
    /// <returns>By kind, what was charged beyond the allowances: amount and units.</returns>
    public IReadOnlyList<(UsageKind Kind, Money Amount, long Quantity)> Of(MadeLine line, Month month)
    {
        if (line.Use is not { } use) return [];
        if (!levels.TryGetValue(line.Number, out var level)) levels[line.Number] = level = new(chance.Of(use.VoiceMinutes), chance.Of(use.Megabytes), chance.Of(use.Messages));
        var days = Enumerable.Range(0, month.Days.Count).Where(d => month.Days[d].At >= line.Line.From && (left is null || month.Days[d].At < left.Value.AddDays(-1))).ToArray();
        var used = new Used(line);
        if (days.Length > 0)
        {
            // Who is about to leave uses less already: what an early warning may find.
            var percent = chance.Between(80, 120) * days.Length / month.Days.Count / (left is { } at && at < month.ToAt.AddMonths(2) ? 2 : 1);
            Data(line, month, days, used, (long)level.Megabytes * percent / 100 * 1024);
            if (month.ToAt == province.EndsAt) Single(line, month, days, used, level, percent);
            else Daily(line, month, days, used, level, percent);
        }
        Balances(line, month, used);
        return [.. used.Beyond];
    }

    /// <summary>What the month after the last begins with.</summary>
    public void Begin(MadeLine line, Month next)
    {
        if (left is null) Balances(line, next, new Used(line));
    }

    void Data(MadeLine line, Month month, int[] days, Used used, long kilobytes)
    {
        // Beyond the allowance people are slowed down, and use a tenth of what they would.
        var allowed = used.Left(UsageKind.Data);
        if (kilobytes > allowed) kilobytes = allowed + (kilobytes - allowed) / 10;
        for (var n = 0; n < days.Length; n++)
        {
            var today = kilobytes / (days.Length - n) * chance.Between(40, 160) / 100;
            if (n == days.Length - 1 || today > kilobytes) today = kilobytes;
            kilobytes -= today;
            if (today > 0) Record(line, month, days[n], 86_000, UsageKind.Data, 0, today, today, used);
        }
    }

    void Daily(MadeLine line, Month month, int[] days, Used used, Level level, int percent)
    {
        var (minutes, messages) = (level.Minutes * percent / 100, level.Messages * percent / 100);
        foreach (var day in Some(days, minutes / 4)) Record(line, month, day, 80_000, UsageKind.Voice, 0, minutes * 60L / Math.Min(days.Length, Math.Max(1, minutes / 4)) + chance.Next(60), null, used);
        foreach (var day in Some(days, messages)) Record(line, month, day, 80_001, UsageKind.Message, 0, Math.Max(1, messages / days.Length), null, used);
    }

    void Single(MadeLine line, Month month, int[] days, Used used, Level level, int percent)
    {
        var (calls, messages) = (level.Minutes * percent / 500, level.Messages * percent / 100);
        var circle = level.Circle ??= Circle();
        for (var n = 0; n < calls; n++) Record(line, month, days[n * days.Length / calls], Hour(), UsageKind.Voice, n + 1, chance.Between(15, 585), null, used, circle[chance.Next(circle.Length)], chance.Is(0.45));
        for (var n = 0; n < messages; n++) Record(line, month, days[n * days.Length / messages], Hour(), UsageKind.Message, n + 1, 1, null, used, circle[chance.Next(circle.Length)]);
    }

    // Evenly spread days, as many as there is something for.
    static IEnumerable<int> Some(int[] days, int most)
    {
        var count = Math.Min(days.Length, most);
        for (var n = 0; n < count; n++) yield return days[n * days.Length / count];
    }

    int Hour() => 7 * 3600 + chance.Next(16 * 3600);

    // The few people somebody talks to, each encrypted once: the same number under the same key need not differ in every row.
    (string, string)[] Circle()
    {
        var circle = new (string, string)[chance.Between(3, 8)];
        for (var n = 0; n < circle.Length; n++)
        {
            var peer = province.Mobile(chance.Next(Province.Most(province.Shape)), 0);
            circle[n] = (province.Secrets.Close(UsageRecord.PeerPurpose, peer), Mask.Phone(peer));
        }
        return circle;
    }

    void Record(MadeLine line, Month month, int day, int second, UsageKind kind, int ordinal, long quantity, long? charged, Used used, (string Closed, string Masked)? peer = null, bool incoming = false)
    {
        var (at, offset) = month.Days[day];
        var counts = incoming ? 0 : charged ?? (kind == UsageKind.Voice ? (quantity + 59) / 60 * 60 : quantity);
        var beyond = used.Take(kind, counts);
        var started = at.AddSeconds(second);
        var charge = new Money(kind switch { UsageKind.Voice => (beyond + 59) / 60 * MinuteCosts, UsageKind.Message => beyond * MessageCosts, _ => (beyond * GigabyteCosts + Gigabyte / 2) / Gigabyte });
        used.Charge(kind, charge, beyond);
        rows.Add(new UsageRecord
        {
            Id = chance.Id(started), LineId = line.Line.Id, Kind = kind, StartedAt = started, OffsetMinutes = offset, Quantity = quantity, ChargedQuantity = counts, Unit = UnitOf(kind),
            Direction = incoming ? UsageDirection.Incoming : UsageDirection.Outgoing, PeerClosed = peer?.Closed, PeerMasked = peer?.Masked, Charge = charge, SourceSystem = Source,
            Seconds = kind == UsageKind.Voice ? (int)quantity : 0, AcceptedAt = started,
            SourceId = string.Create(CultureInfo.InvariantCulture, $"{number}-{line.Number}-{month.From.Year * 10_000 + month.From.Month * 100 + day + 1}-{kind}{ordinal}"),
        });
    }

    void Balances(MadeLine line, Month month, Used used)
    {
        foreach (var (product, offer) in line.Has)
            foreach (var (kind, granted) in MadeOffers.Included(offer.Is))
                rows.Add(new AllowanceBalance
                {
                    Id = chance.Id(month.FromAt), LineId = line.Line.Id, ProductId = product.Id, PeriodFrom = month.From, PeriodTo = month.To, Kind = kind, Unit = UnitOf(kind),
                    Granted = granted, Used = used.GoneOf(kind, granted), ExpiresAt = month.ToAt,
                });
    }

    static UsageUnit UnitOf(UsageKind kind) => kind switch { UsageKind.Voice => UsageUnit.Second, UsageKind.Message => UsageUnit.Message, _ => UsageUnit.Kilobyte };

    /// <summary>How much of a month's allowances is gone, and what came after them.</summary>
    sealed class Used
    {
        readonly long[] left = new long[4], gone = new long[4], quantity = new long[4];
        readonly Money[] amount = new Money[4];

        public Used(MadeLine line)
        {
            foreach (var (_, offer) in line.Has)
                foreach (var (kind, granted) in MadeOffers.Included(offer.Is)) left[(int)kind] += granted;
        }

        public long Left(UsageKind kind) => left[(int)kind];

        /// <returns>What no allowance carries.</returns>
        public long Take(UsageKind kind, long units)
        {
            var carried = Math.Min(left[(int)kind], units);
            left[(int)kind] -= carried;
            gone[(int)kind] += carried;
            return units - carried;
        }

        public void Charge(UsageKind kind, Money charge, long units)
        {
            amount[(int)kind] += charge;
            quantity[(int)kind] += units;
        }

        /// <summary>Product after product until nothing is left to be shared out.</summary>
        public long GoneOf(UsageKind kind, long granted)
        {
            var part = Math.Min(granted, gone[(int)kind]);
            gone[(int)kind] -= part;
            return part;
        }

        public IEnumerable<(UsageKind, Money, long)> Beyond
        {
            get
            {
                for (var kind = 0; kind < 4; kind++)
                    if (!amount[kind].IsZero) yield return ((UsageKind)kind, amount[kind], quantity[kind]);
            }
        }
    }
}
