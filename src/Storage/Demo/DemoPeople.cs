namespace Wangting.Storage.Demo;

/// <summary>Somebody who can sign in to the demo.</summary>
public sealed record DemoSignIn(string Number, string Who, string Why);

/// <summary>The demo's sign-ins, as printed at its start.</summary>
public static class DemoPeople
{
    public static IReadOnlyList<DemoSignIn> SignIns { get; } =
    [
        new("13300000001", "张小三 (postpaid)", "a bill due, his mother's line, home broadband"),
        new("15300008826", "王秀兰 (elder)", "a line her son pays for"),
        new("18900000066", "李明 (prepaid, brand 青春)", "balance running out, gift and earmarked money"),
        new("18000000010", "陈静 (enterprise administrator)", "an organisation's tree and its bills"),
        new(DemoBilled.Number, "周敏 (billed by runs)", "why her bill rose, the next one, plans by her use"),
        new("19900000007", "Alice Brown (English)", "a paid-up account"),
    ];
}
