using System.Globalization;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Resources;
using Wangting.Subscriptions;

namespace Wangting.Storage.Synthetic;

/// <param name="Person">Its holder, where that is a person.</param>
/// <param name="Payer">The person who pays: of an organisation its administrator.</param>
internal sealed record MadeAccount(Account Account, Guid? Person, Guid Payer);

/// <summary>A line, what it is known by, and what it has.</summary>
/// <param name="Number">Of the customer's lines, from 0.</param>
internal sealed record MadeLine(int Number, Line Line, string Known, IReadOnlyList<(Product Product, MadeOffer Offer)> Has, UseShape? Use);

internal sealed partial class Unit
{
    static readonly TimeSpan Rest = TimeSpan.FromDays(90);

    void AddMobile(MadeAccount account, Guid holder, Guid? user, string plan, Segment segment)
    {
        var offers = new List<MadeOffer> { province.Offers.ByCode[plan] };
        foreach (var (code, part) in segment.AddOns)
            if (chance.Is(part)) offers.Add(province.Offers.ByCode[code]);
        AddLine(account, holder, user, LineKind.Mobile, IdentifierKind.Mobile, province.Mobile(number, mobiles++), offers, segment.Use);
    }

    void AddBroadband(MadeAccount account, Guid holder, string offer, Segment segment)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"gk{number:D8}{fixedLines++}");
        // What a customer without a mobile line has beside their service hangs on this one.
        var offers = new List<MadeOffer> { province.Offers.ByCode[offer] };
        if (mobiles == 0)
            foreach (var (code, part) in segment.AddOns)
                if (chance.Is(part)) offers.Add(province.Offers.ByCode[code]);
        AddLine(account, holder, null, LineKind.Broadband, IdentifierKind.Broadband, name, offers, null);
    }

    void AddLine(MadeAccount account, Guid holder, Guid? user, LineKind kind, IdentifierKind identifier, string value, List<MadeOffer> offers, UseShape? use)
    {
        var line = new Line
        {
            Id = chance.Id(joined), CustomerId = account.Account.CustomerId, AccountId = account.Account.Id, HolderPartyId = holder, UserPersonId = user, Kind = kind,
            State = left is null ? LineState.Active : LineState.Ceased, From = joined, To = left,
        };
        rows.Add(line);
        var tenure = new Tenure { Id = chance.Id(joined), LineId = line.Id, Kind = identifier, Value = value, From = joined, To = left, EndReason = left is null ? null : "ceased" };
        rows.Add(tenure);
        rows.Add(new NumberHandle { Id = tenure.Id, Kind = identifier, Value = value, SubjectId = user ?? account.Person, Since = joined, Until = left });
        rows.Add(new NumberResource
        {
            Id = chance.Id(joined), Kind = identifier, Value = value, Area = place.Division,
            State = left is null ? NumberState.InUse : left + Rest > province.EndsAt ? NumberState.Resting : NumberState.Free, RestUntil = left + Rest > province.EndsAt ? left + Rest : null,
        });
        if (user is { } person && left is null) Grant(person, GrantBasis.User, GrantToUser.Rights, line: line.Id);
        var has = offers.ConvertAll(offer => (new Product { Id = chance.Id(joined), CustomerId = line.CustomerId, LineId = line.Id, AccountId = line.AccountId, OfferVersionId = offer.VersionId, From = joined, To = left }, offer));
        foreach (var (product, _) in has) rows.Add(product);
        if (habits.Term > 0) AddContract(line, offers[0]);
        lines.Add(new MadeLine(lines.Count, line, value, has, use));
    }

    // The present term of a contract that has been renewed since the line began.
    void AddContract(Line line, MadeOffer offer)
    {
        var from = joined;
        while (from.AddMonths(habits.Term) < province.EndsAt) from = from.AddMonths(habits.Term);
        rows.Add(new Contract { Id = chance.Id(joined), CustomerId = line.CustomerId, LineId = line.Id, Name = offer.Name, TermMonths = habits.Term, From = from, To = left ?? from.AddMonths(habits.Term) });
    }
}
