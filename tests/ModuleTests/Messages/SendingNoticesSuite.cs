using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Storage;
using Wangting.Tests;

namespace Wangting.ModuleTests.Messages;

public abstract class Sending_notices(DatabaseKind kind) : StorageSuite(kind)
{
    static readonly Guid Person = Guid.CreateVersion7(), Tenure = Guid.CreateVersion7();

    ISmsGateway? gateway;

    protected override void Register(IServiceCollection services)
    {
        services.AddNotices().AddSingleton<OutboxDelivery>();
        if (gateway is not null) services.AddSingleton(gateway);
    }

    [Fact]
    public async Task A_notice_leaves_with_the_save_of_what_it_tells()
    {
        await InScopeAsync(s => s.GetRequiredService<SendNoticeHandler>().QueueAsync(Notice(), Ct)); // never saved
        Assert.Empty(await SentAsync());
        await QueueAsync(Notice());
        Assert.Equal("+8613300000001", (await SentAsync()).Single().Recipient);
    }

    [Fact]
    public async Task The_same_key_twice_is_one_notice()
    {
        await QueueAsync(Notice() with { DedupeKey = "bill:1" });
        await QueueAsync(Notice() with { DedupeKey = "bill:1" });
        Assert.Single(await SentAsync());
    }

    [Fact]
    public async Task Billing_and_marketing_can_be_declined_security_cannot()
    {
        var caller = new Caller { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = Person };
        Outcome<Done> Set(NoticeClass what) => InScopeAsync(s => s.GetRequiredService<SetPreferenceHandler>().HandleAsync(new(what, Medium.Sms, false, "page"), caller, Ct)).GetAwaiter().GetResult();
        Assert.True(Set(NoticeClass.Marketing).Succeeded);
        Assert.True(Set(NoticeClass.Billing).Succeeded);
        Assert.Equal("notice.cannot_be_declined", Set(NoticeClass.Security).Refusal?.Code);
        await QueueAsync(Notice(NoticeClass.Marketing));
        await QueueAsync(Notice(NoticeClass.Billing));
        await QueueAsync(Notice());
        Assert.Single(await SentAsync());
        Assert.Equal(2, await InDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.State == MessageState.Declined, Ct)));
    }

    [Fact]
    public async Task Marketing_waits_for_the_morning()
    {
        Clock.Advance(TimeSpan.FromHours(12)); // 22:00 in Shanghai
        await QueueAsync(Notice(NoticeClass.Marketing));
        Assert.Empty(await SentAsync());
        Clock.Advance(TimeSpan.FromHours(10)); // 08:00
        Assert.Single(await SentAsync());
    }

    [Fact]
    public async Task What_is_queued_for_a_tenure_is_cancelled_when_it_ends()
    {
        await QueueAsync(Notice());
        await InScopeAsync(async s =>
        {
            await s.GetRequiredService<CancelNoticesHandler>().HandleAsync(new(Tenure), Ct);
            await s.GetRequiredService<PortalDbContext>().SaveChangesAsync(Ct);
        });
        Assert.Empty(await SentAsync());
        Assert.Equal((MessageState.Cancelled, null), await InDatabaseAsync(db => db.Set<Message>().Select(m => new ValueTuple<MessageState, string?>(m.State, m.Body)).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_secret_that_came_too_late_is_dropped_and_wiped()
    {
        await QueueAsync(Notice() with { Secret = true, UselessAfter = Now.AddMinutes(5) });
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(1, await InScopeAsync(s => s.GetRequiredService<WipeSpentNotices>().HandleAsync(Ct)));
        Assert.Empty(await SentAsync());
        Assert.Null(await InDatabaseAsync(db => db.Set<Message>().Select(m => m.Body).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_gateway_that_is_away_gets_the_message_when_it_is_back()
    {
        await QueueAsync(Notice());
        gateway = new BrokenGateway();
        await using var node = Build();
        await node.GetRequiredService<OutboxDelivery>().DeliverDueAsync(Ct);
        Assert.Equal(MessageState.Queued, await InDatabaseAsync(db => db.Set<Message>().Select(m => m.State).SingleAsync(Ct)));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(await SentAsync());
    }

    [Fact]
    public async Task One_that_the_gateway_does_not_take_now_holds_nobody_up_and_sends_nobody_twice()
    {
        foreach (var number in new[] { "+8613300000001", "+8613300000002", "+8613300000003" })
            await QueueAsync(Notice() with { To = new Recipient(Medium.Sms, number, "zh-CN", Person, Tenure) });
        var picky = new PickyGateway { Not = "+8613300000002" };
        gateway = picky;
        await using var node = Build();
        var delivery = node.GetRequiredService<OutboxDelivery>();

        await delivery.DeliverDueAsync(Ct);
        Assert.Equal(["+8613300000001", "+8613300000003"], picky.Taken.Order(StringComparer.Ordinal));
        Assert.Equal(2, await InDatabaseAsync(db => db.Set<Message>().CountAsync(m => m.State == MessageState.Sent, Ct)));

        picky.Not = "";
        Clock.Advance(TimeSpan.FromMinutes(1));
        while (await delivery.DeliverDueAsync(Ct) > 0) { }
        Assert.Equal(["+8613300000001", "+8613300000002", "+8613300000003"], picky.Taken.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(HttpStatusCode.Accepted, Handover.Accepted)]
    [InlineData(HttpStatusCode.BadRequest, Handover.Refused)]
    public void Kannels_answers_are_understood(HttpStatusCode status, Handover handover) => Assert.Equal(handover, KannelSms.Handed(status));

    [Fact]
    public async Task Kannel_gets_the_words_in_the_body_and_nothing_of_them_in_the_address()
    {
        var wire = new Wire();
        using var http = new HttpClient(wire);
        var options = Options.Create(new NoticeOptions { Kannel = new() { Url = new("http://sms.example:13013/cgi-bin/sendsms"), User = "hall", Password = "secret", From = "10000" } });
        var kannel = new KannelSms(http, options, new(Services.GetRequiredService<SecretColumns>(), options));
        Assert.Equal(Handover.Accepted, await kannel.SendAsync(Guid.CreateVersion7(), "+8613300000001", "验证码 123456", Ct));
        Assert.Equal("http://sms.example:13013/cgi-bin/sendsms", wire.Address);
        Assert.Equal("验证码 123456", wire.Body);
        Assert.Equal(("+8613300000001", "10000", "2"), (wire.Headers["X-Kannel-To"], wire.Headers["X-Kannel-From"], wire.Headers["X-Kannel-Coding"]));
    }

    [Fact]
    public async Task Of_two_reports_the_arrival_stands_whichever_comes_first()
    {
        await QueueAsync(Notice());
        await SentAsync();
        var id = await InDatabaseAsync(db => db.Set<Message>().Select(m => m.Id).SingleAsync(Ct));
        Task<Arrival> ThenAsync(Arrival what) => InScopeAsync(async s =>
        {
            var seal = s.GetRequiredService<SecretColumns>().Hash("notices.arrival", id.ToString("D"));
            Assert.True((await s.GetRequiredService<RecordArrivalHandler>().HandleAsync(new(id, seal, what), Ct)).Succeeded);
            return await s.GetRequiredService<PortalDbContext>().Set<Message>().Select(m => m.Arrival).SingleAsync(Ct);
        });
        Assert.Equal(Arrival.Unknown, await ThenAsync(Arrival.Unknown));
        Assert.Equal(Arrival.Lost, await ThenAsync(Arrival.Lost));
        Assert.Equal(Arrival.Arrived, await ThenAsync(Arrival.Arrived));
        Assert.Equal(Arrival.Arrived, await ThenAsync(Arrival.Lost));
        Assert.Equal(Now, await InDatabaseAsync(db => db.Set<Message>().Select(m => m.ArrivalAt).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_report_with_anothers_seal_or_about_nothing_is_not_found()
    {
        await QueueAsync(Notice());
        var id = await InDatabaseAsync(db => db.Set<Message>().Select(m => m.Id).SingleAsync(Ct));
        var (nobody, secrets) = (Guid.CreateVersion7(), Services.GetRequiredService<SecretColumns>());
        string SealOf(Guid of) => secrets.Hash("notices.arrival", of.ToString("D"));
        Task<Outcome<Done>> ReportAsync(Guid about, string seal) => InScopeAsync(s => s.GetRequiredService<RecordArrivalHandler>().HandleAsync(new(about, seal, Arrival.Arrived), Ct));
        Assert.Equal("notice.not_found", (await ReportAsync(id, SealOf(nobody))).Refusal?.Code);
        Assert.Equal("notice.not_found", (await ReportAsync(nobody, SealOf(nobody))).Refusal?.Code);
        Assert.True((await ReportAsync(id, SealOf(id))).Succeeded);
    }

    static SendNotice Notice(NoticeClass what = NoticeClass.Service) =>
        new(new Recipient(Medium.Sms, "+8613300000001", "zh-CN", Person, Tenure), what, "notice.subject");

    Task QueueAsync(SendNotice notice) => InScopeAsync(async s =>
    {
        await s.GetRequiredService<SendNoticeHandler>().QueueAsync(notice, Ct);
        await s.GetRequiredService<PortalDbContext>().SaveChangesAsync(Ct);
    });

    async Task<IReadOnlyList<SimulatedLine>> SentAsync()
    {
        while (await Services.GetRequiredService<OutboxDelivery>().DeliverDueAsync(Ct) > 0) { }
        return await InScopeAsync(s => s.GetRequiredService<ListSimulatedHandler>().HandleAsync(new(), Ct));
    }

    sealed class BrokenGateway : ISmsGateway
    {
        public Task<Handover> SendAsync(Guid id, string number, string words, CancellationToken ct) => throw new HttpRequestException("away");
    }

    sealed class PickyGateway : ISmsGateway
    {
        public System.Collections.Concurrent.ConcurrentBag<string> Taken { get; } = [];
        public string Not { get; set; } = "";

        public async Task<Handover> SendAsync(Guid id, string number, string words, CancellationToken ct)
        {
            await Task.Yield(); // as over a wire: the others are under way
            if (number == Not) throw new HttpRequestException("busy");
            Taken.Add(number);
            return Handover.Accepted;
        }
    }

    sealed class Wire : HttpMessageHandler
    {
        public string? Address, Body;
        public Dictionary<string, string> Headers { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Address = request.RequestUri!.AbsoluteUri;
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            foreach (var header in request.Headers) Headers[header.Key] = string.Join(',', header.Value);
            return new(HttpStatusCode.Accepted);
        }
    }
}

public sealed class Sending_notices_on_SQLite() : Sending_notices(DatabaseKind.Sqlite);

public sealed class Sending_notices_on_PostgreSQL() : Sending_notices(DatabaseKind.Postgres);

public sealed class Quiet_hours
{
    static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    [Theory]
    [InlineData("2026-11-23T12:59:00", "2026-11-23T12:59:00")] // 20:59 in Shanghai: now
    [InlineData("2026-11-23T13:00:00", "2026-11-24T00:00:00")] // 21:00: tomorrow at 08:00
    [InlineData("2026-11-23T18:00:00", "2026-11-24T00:00:00")] // 02:00: this morning
    [InlineData("2026-11-24T00:00:00", "2026-11-24T00:00:00")] // 08:00: now
    public void Marketing_is_due_when_it_wakes_nobody(string now, string due) =>
        Assert.Equal(At(due), NoticeRules.DueAt(NoticeClass.Marketing, Medium.Sms, At(now), Shanghai));

    [Fact]
    public void A_code_does_not_wait() =>
        Assert.Equal(At("2026-11-23T18:00:00"), NoticeRules.DueAt(NoticeClass.Security, Medium.Sms, At("2026-11-23T18:00:00"), Shanghai));

    static DateTime At(string utc) => DateTime.SpecifyKind(DateTime.Parse(utc, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
