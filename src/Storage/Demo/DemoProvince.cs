using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Resources;
using Wangting.Subscriptions;

namespace Wangting.Storage.Demo;

/// <summary>Makes the demo's people and what they have. Names and numbers are invented; documents carry birth dates that
/// cannot be anybody's.</summary>
internal sealed class DemoProvince(DateTime now, IReadOnlyDictionary<string, OfferVersion> sold)
{
    readonly List<object> rows = [];

    public IReadOnlyList<object> Everything()
    {
        var (plan59, plan19, planYoung, fibre, flowPack) = (sold["plan-59"], sold["plan-19"], sold["plan-young-29"], sold["fibre-500"], sold["data-5g"]);
        var zhang = Person("张小三", "13300000001", new DateOnly(1986, 3, 14), "zh-CN");
        var family = Account(zhang, "2500100001", PaymentMode.Postpaid, "家庭");
        var mother = Person("王秀兰", "15300008826", new DateOnly(1952, 9, 2), "zh-CN");
        Mobile(zhang, family, "+8613300000001", "我的", plan59, flowPack);
        Mobile(zhang, family, "+8615300008826", "妈妈", plan19, user: mother.Person);
        Broadband(zhang, family, "nj25000017", "家庭宽带", fibre);
        // The mother uses a line her son pays for: she sees its details, he its bill.
        Grant(mother.Person, GrantBasis.User, Right.SeeDetails | Right.Order | Right.Pay | Right.SeeBill, line: LineOf("+8615300008826"));

        var li = Person("李明", "18900000066", new DateOnly(2003, 6, 21), "zh-CN", CustomerClass.Brand, "young", "江苏/苏州");
        Mobile(li, Account(li, "2500100002", PaymentMode.Prepaid, null), "+8618900000066", "我的", planYoung);

        var chen = Person("陈静", "18000000010", new DateOnly(1979, 11, 30), "zh-CN");
        Mobile(chen, Account(chen, "2500100003", PaymentMode.Postpaid, null), "+8618000000010", "我的", plan59);
        Enterprise(chen);

        var alice = Person("Alice Brown", "19900000007", new DateOnly(1991, 1, 8), "en", area: "江苏/苏州");
        Mobile(alice, Account(alice, "2500100004", PaymentMode.Postpaid, null), "+8619900000007", "My number", plan59);

        var zhou = Person("周敏", DemoBilled.Number, new DateOnly(1990, 5, 20), "zh-CN");
        Mobile(zhou, Account(zhou, DemoBilled.Account, PaymentMode.Postpaid, null), "+86" + DemoBilled.Number, "我的", plan59);
        return rows;
    }

    void Enterprise(Holder administrator)
    {
        var group = Organisation("江苏云帆物流有限公司", "300001", null);
        var north = Organisation("云帆物流南京分公司", "300002", group.Person, "江苏/南京");
        var south = Organisation("云帆物流苏州分公司", "300003", group.Person, "江苏/苏州");
        var (planTeam, fibre) = (sold["plan-team-99"], sold["fibre-500"]);
        var account = Account(group, "2500200001", PaymentMode.Postpaid, "集团");
        var accountNorth = Account(north, "2500200002", PaymentMode.Postpaid, "南京");
        var accountSouth = Account(south, "2500200003", PaymentMode.Postpaid, "苏州");
        Mobile(group, account, "+8618000000011", "总机值班", planTeam, user: administrator.Person);
        Mobile(north, accountNorth, "+8618000000012", "南京调度", planTeam, user: administrator.Person);
        Mobile(south, accountSouth, "+8618000000013", "苏州调度", planTeam, user: administrator.Person);
        Broadband(group, account, "nj25009001", "总部专线", fibre);
        Grant(administrator.Person, GrantBasis.Administrator, Right.All & ~Right.SeeDetails, organisation: group.Person);
    }

    internal sealed record Holder(Guid Person, Guid Customer, string Name);

    Holder Person(string name, string number, DateOnly birth, string language, CustomerClass kind = CustomerClass.Ordinary, string? brand = null, string area = "江苏/南京")
    {
        var party = new Party
        {
            Id = Guid.CreateVersion7(), Kind = PartyKind.Person, Name = name, NameKey = SearchKey.Of(name), BirthDate = birth, Language = language, CreatedAt = now.AddYears(-3),
        };
        rows.Add(party);
        rows.Add(new Subject { Id = party.Id, CreatedAt = party.CreatedAt, Language = language });
        rows.Add(new Contact
        {
            Id = Guid.CreateVersion7(), PartyId = party.Id, Kind = ContactKind.Phone, Value = "+86" + number, ValueKey = SearchKey.Of("+86" + number), Preferred = true, From = party.CreatedAt,
        });
        return AsCustomer(party, "C" + number[^8..], kind, brand, area);
    }

    Holder Organisation(string name, string number, Guid? parent, string area = "江苏")
    {
        var id = Guid.CreateVersion7();
        var above = parent is null ? "" : rows.OfType<Party>().Single(p => p.Id == parent).Path;
        var party = new Party
        {
            Id = id, Kind = PartyKind.Organisation, Name = name, NameKey = SearchKey.Of(name), ParentId = parent, Path = above + id.ToString("N") + "/", CreatedAt = now.AddYears(-4),
        };
        rows.Add(party);
        return AsCustomer(party, "G" + number, CustomerClass.Enterprise, null, area);
    }

    Holder AsCustomer(Party party, string number, CustomerClass kind, string? brand, string area)
    {
        var customer = new Customer { Id = Guid.CreateVersion7(), PartyId = party.Id, Number = number, Class = kind, Brand = brand, Area = area, Tier = 3, Since = party.CreatedAt };
        rows.Add(customer);
        return new(party.Id, customer.Id, party.Name!);
    }

    Guid Account(Holder holder, string number, PaymentMode mode, string? name)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(), CustomerId = holder.Customer, HolderPartyId = holder.Person, Number = number, Mode = mode, Name = name, OpenedAt = now.AddYears(-3),
        };
        rows.Add(account);
        if (rows.OfType<Party>().Single(p => p.Id == holder.Person).Kind == PartyKind.Person)
            Grant(holder.Person, GrantBasis.Holder, Right.All, account: account.Id);
        return account.Id;
    }

    void Grant(Guid person, GrantBasis basis, Right rights, Guid? account = null, Guid? line = null, Guid? organisation = null) =>
        rows.Add(new Grant
        {
            Id = Guid.CreateVersion7(), PersonId = person, Basis = basis, Rights = rights, AccountId = account, LineId = line, OrganisationId = organisation, From = now.AddYears(-3),
        });

    void Mobile(Holder holder, Guid account, string number, string label, OfferVersion plan, OfferVersion? addOn = null, Guid? user = null) =>
        AddLine(holder, account, LineKind.Mobile, IdentifierKind.Mobile, number, label, user, addOn is null ? [plan] : [plan, addOn]);

    void Broadband(Holder holder, Guid account, string name, string label, OfferVersion plan) =>
        AddLine(holder, account, LineKind.Broadband, IdentifierKind.Broadband, name, label, null, [plan]);

    void AddLine(Holder holder, Guid account, LineKind kind, IdentifierKind identifier, string value, string label, Guid? user, OfferVersion[] offers)
    {
        var line = new Line
        {
            Id = Guid.CreateVersion7(), CustomerId = holder.Customer, AccountId = account, HolderPartyId = holder.Person, UserPersonId = user, Kind = kind,
            State = LineState.Active, Label = label, From = now.AddYears(-2),
        };
        rows.Add(line);
        var tenure = new Tenure { Id = Guid.CreateVersion7(), LineId = line.Id, Kind = identifier, Value = value, From = line.From };
        rows.Add(tenure);
        Guid? subject = user ?? (rows.OfType<Party>().Any(p => p.Id == holder.Person && p.Kind == PartyKind.Person) ? holder.Person : null);
        rows.Add(new NumberHandle { Id = tenure.Id, Kind = identifier, Value = value, SubjectId = subject, Since = line.From });
        rows.Add(new NumberResource { Id = Guid.CreateVersion7(), Kind = identifier, Value = value, State = NumberState.InUse, Area = "3201" });
        foreach (var offer in offers)
            rows.Add(new Product { Id = Guid.CreateVersion7(), CustomerId = holder.Customer, LineId = line.Id, AccountId = account, OfferVersionId = offer.Id, From = line.From });
    }

    Guid LineOf(string number) => rows.OfType<Tenure>().Single(t => t.Value == number).LineId;
}
