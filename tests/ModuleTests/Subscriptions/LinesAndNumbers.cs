using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Notices;
using Wangting.Resources;
using Wangting.Storage;
using Wangting.Subscriptions;

namespace Wangting.Tests.Subscriptions;

/// <summary>A number is not a person: whatever hangs on a tenure ends with it.</summary>
public abstract class LinesAndNumbers(DatabaseKind kind) : StorageSuite(kind)
{
    static readonly ServiceIdentifier Number = new(IdentifierKind.Mobile, "+8613300000077");

    protected override void Register(IServiceCollection services) =>
        services.AddNotices().AddIdentity().AddCustomers().AddCatalogue().AddResources().AddSubscriptions();

    [Fact]
    public async Task A_new_line_lets_its_user_sign_in_by_its_number()
    {
        var (account, holder) = await HolderAsync("A1");
        var line = await OpenAsync(account);
        var handle = await InDatabaseAsync(db => db.Set<NumberHandle>().SingleAsync(h => h.Value == Number.Value, Ct));
        Assert.Equal(holder, handle.SubjectId);
        Assert.Equal(line, await InDatabaseAsync(db => db.Set<Tenure>().Where(t => t.Id == handle.Id).Select(t => t.LineId).SingleAsync(Ct)));
    }

    [Fact]
    public async Task A_ceased_line_ends_its_sign_in_and_its_number_rests_ninety_days()
    {
        var (account, _) = await HolderAsync("A1");
        var line = await OpenAsync(account);
        Assert.True((await CeaseAsync(line)).Succeeded);
        Assert.Equal(Now, await InDatabaseAsync(db => db.Set<NumberHandle>().Select(h => h.Until).SingleAsync(Ct)));

        Clock.Advance(TimeSpan.FromDays(89));
        Assert.Equal("number.resting", (await TryOpenAsync(account)).Refusal?.Code);
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.True((await TryOpenAsync(account)).Succeeded);
    }

    [Fact]
    public async Task A_line_that_has_ended_cannot_end_again()
    {
        var (account, _) = await HolderAsync("A1");
        var line = await OpenAsync(account);
        await CeaseAsync(line);
        Assert.Equal("line.wrong_state", (await CeaseAsync(line)).Refusal?.Code);
    }

    [Fact]
    public async Task The_new_holder_of_a_transferred_number_reaches_nothing_of_the_old_one()
    {
        var (oldAccount, oldHolder) = await HolderAsync("A1");
        var (newAccount, newHolder) = await HolderAsync("A2");
        var oldLine = await OpenAsync(oldAccount);
        var moved = await InScopeAsync(s => s.GetRequiredService<TransferLineHandler>().HandleAsync(new TransferLine(oldLine, newAccount, null), Caller.System, Ct));
        Assert.True(moved.Succeeded, moved.Refusal?.Code);

        Assert.NotEqual(oldLine, moved.Value.LineId);
        Assert.Equal([moved.Value.LineId], await SeenByAsync(newHolder));
        Assert.DoesNotContain(moved.Value.LineId, await SeenByAsync(oldHolder));
        var live = await InDatabaseAsync(db => db.Set<NumberHandle>().Where(h => h.Until == null).SingleAsync(Ct));
        Assert.Equal(newHolder, live.SubjectId);
    }

    [Fact]
    public async Task A_changed_number_moves_the_sign_in_and_lets_the_old_one_rest()
    {
        var (account, holder) = await HolderAsync("A1");
        var line = await OpenAsync(account);
        var other = Number with { Value = "+8613300000078" };
        var changed = await InScopeAsync(s => s.GetRequiredService<ChangeNumberHandler>().HandleAsync(new ChangeNumber(line, other), Caller.System, Ct));
        Assert.True(changed.Succeeded, changed.Refusal?.Code);
        var live = await InDatabaseAsync(db => db.Set<NumberHandle>().Where(h => h.Until == null).SingleAsync(Ct));
        Assert.Equal((other.Value, holder), (live.Value, live.SubjectId));
        Assert.Equal("number.resting", (await TryOpenAsync(account)).Refusal?.Code);
    }

    [Fact]
    public async Task A_number_in_use_is_not_given_twice()
    {
        var (account, _) = await HolderAsync("A1");
        await OpenAsync(account);
        Assert.Equal("number.already_held", (await TryOpenAsync(account)).Refusal?.Code);
    }

    [Fact]
    public async Task A_caller_without_the_permission_changes_nothing()
    {
        var (account, holder) = await HolderAsync("A1");
        var caller = new Caller { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = holder };
        var opened = await InScopeAsync(s => s.GetRequiredService<OpenLineHandler>().HandleAsync(new OpenLine(account, LineKind.Mobile, Number, null, null), caller, Ct));
        Assert.Equal("permission.missing", opened.Refusal?.Code);
        Assert.Equal(0, await InDatabaseAsync(db => db.Set<Line>().CountAsync(Ct)));
    }

    async Task<(Guid Account, Guid Holder)> HolderAsync(string number)
    {
        var person = new Party { Id = Guid.CreateVersion7(), Kind = PartyKind.Person, Name = number, NameKey = SearchKey.Of(number), CreatedAt = Now };
        var customer = new Customer { Id = Guid.CreateVersion7(), PartyId = person.Id, Number = "C" + number, Since = Now };
        var account = new Account { Id = Guid.CreateVersion7(), CustomerId = customer.Id, HolderPartyId = person.Id, Number = number, OpenedAt = Now };
        var grant = new Grant { Id = Guid.CreateVersion7(), PersonId = person.Id, AccountId = account.Id, Rights = Right.All, Basis = GrantBasis.Holder, From = Now };
        await InDatabaseAsync(async db =>
        {
            db.AddRange(person, customer, account, grant);
            await db.SaveChangesAsync(Ct);
        });
        return (account.Id, person.Id);
    }

    Task<Outcome<OpenedLine>> TryOpenAsync(Guid account) =>
        InScopeAsync(s => s.GetRequiredService<OpenLineHandler>().HandleAsync(new OpenLine(account, LineKind.Mobile, Number, null, null), Caller.System, Ct));

    async Task<Guid> OpenAsync(Guid account)
    {
        var opened = await TryOpenAsync(account);
        Assert.True(opened.Succeeded, opened.Refusal?.Code);
        return opened.Value.LineId;
    }

    Task<Outcome<Done>> CeaseAsync(Guid line) =>
        InScopeAsync(s => s.GetRequiredService<CeaseLineHandler>().HandleAsync(new CeaseLine(line, CeaseReason.Ceased), Caller.System, Ct));

    async Task<IReadOnlyList<Guid>> SeenByAsync(Guid person)
    {
        var caller = new Caller { Kind = CallerKind.Person, Channel = Channel.Web, SubjectId = person };
        return await InScopeAsync(async s => (await s.GetRequiredService<ListLines>().HandleAsync(Right.SeeBill, caller, Ct)).Select(l => l.Id).ToArray());
    }
}

public sealed class LinesAndNumbersOnSqlite() : LinesAndNumbers(DatabaseKind.Sqlite);

public sealed class LinesAndNumbersOnPostgres() : LinesAndNumbers(DatabaseKind.Postgres);
