using System.Globalization;
using Wangting.Billing;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Storage.Synthetic;

/// <summary>One customer in the making: a person with their family's lines, or an organisation with its people's.</summary>
internal sealed partial class Unit
{
    readonly Province province;
    readonly int number;
    readonly IRows rows;
    readonly Chance chance;
    readonly Place place;
    readonly Odds odds;
    readonly bool isOrganisation;
    readonly DateTime joined;
    readonly DateTime? left;
    readonly Habits habits;
    readonly List<MadeAccount> accounts = [];
    readonly List<MadeLine> lines = [];
    int mobiles, fixedLines;

    public Unit(Province province, int number, IRows rows)
    {
        (this.province, this.number, this.rows) = (province, number, rows);
        chance = new Chance(province.Seed, number, 0);
        isOrganisation = chance.Is(province.Shape.Organisations.Share);
        odds = isOrganisation ? province.Organisation : province.Segment(chance);
        place = province.Place(chance);
        var band = odds.Tenure.Pick(chance);
        joined = Hour(province.Ends.AddMonths(-chance.Between(band.From, band.To)).AddDays(-1 - chance.Next(28)));
        var leaves = odds.Segment.Leaves;
        var day = province.Ends.AddDays(-1 - chance.Next(leaves.WithinMonths * 30));
        var leftAt = Hour(day);
        left = chance.Is(leaves.Share) && leftAt > joined.AddDays(1) ? leftAt : null;
        habits = Habits.Draw(odds, chance, left is not null);
    }

    public void Make()
    {
        if (isOrganisation) MakeOrganisation();
        else MakePerson();
        if (province.Months == 0) return;
        var usage = new MadeUsage(province, number, rows, left);
        foreach (var account in accounts) new MadeBills(province, number, rows, account, habits, usage).Make([.. lines.Where(l => l.Line.AccountId == account.Account.Id)]);
    }

    void MakePerson()
    {
        var segment = odds.Segment;
        var prepaid = chance.Is(segment.Prepaid);
        var plan = odds.Plan.Pick(chance);
        var person = AddPerson(segment, joined, plan == "-" ? null : province.Mobile(number, 0), "p");
        var customer = AddCustomer(person, segment.Brand is null ? CustomerClass.Ordinary : CustomerClass.Brand, segment.Brand, "C");
        var account = AddAccount(customer, person, person, person, prepaid ? PaymentMode.Prepaid : PaymentMode.Postpaid, null);
        if (plan != "-") AddMobile(account, person, null, plan, segment);
        if (odds.Broadband.Pick(chance) is { } fibre) AddBroadband(account, person, fibre, segment);
        if (plan != "-" && chance.Is(segment.Family))
        {
            var other = province.Segment(chance);
            var relative = AddPerson(other.Segment, joined, province.Mobile(number, mobiles), "f");
            AddMobile(account, person, relative, other.Plan.Pick(chance) is var theirs and not "-" ? theirs : plan, other.Segment);
        }
    }

    void MakeOrganisation()
    {
        var shape = province.Shape.Organisations;
        var name = province.Names.Firm(chance, place.Name);
        var head = AddOrganisation(name, null);
        AddDocument(head.Id, "cn-uscc", MadeDocuments.Credit(number));
        var customer = AddCustomer(head.Id, CustomerClass.Enterprise, null, "G");
        var administrator = AddPerson(odds.Segment, joined, province.Mobile(number, 0), "a");
        Grant(administrator, GrantBasis.Administrator, Right.All & ~Right.SeeDetails, organisation: head.Id);
        AddAccount(customer, head.Id, null, administrator, PaymentMode.Postpaid, "集团");
        if (chance.Is(shape.Branches))
            for (var n = chance.Between(1, 3); n > 0; n--)
            {
                var where = province.Place(chance).Name;
                var branch = AddOrganisation($"{name[..^4]}{where}分公司", head);
                AddAccount(customer, branch.Id, null, administrator, PaymentMode.Postpaid, where);
            }
        var count = chance.Of(shape.Lines);
        for (var n = 0; n < count; n++)
        {
            var account = accounts[chance.Next(accounts.Count)];
            // The administrator uses the first line; each further one has a member of staff.
            var user = n == 0 ? administrator : AddPerson(odds.Segment, joined, province.Mobile(number, n), "u");
            AddMobile(account, account.Account.HolderPartyId, user, odds.Plan.Pick(chance), odds.Segment);
        }
        if (odds.Broadband.Pick(chance) is { } fibre) AddBroadband(accounts[0], head.Id, fibre, odds.Segment);
    }

    Guid AddPerson(Segment segment, DateTime since, string? phone, string kind)
    {
        var id = chance.Id(since);
        var female = chance.Is(0.5);
        var birth = province.Ends.AddYears(-chance.Between(segment.Ages[0], segment.Ages[1])).AddDays(-1 - chance.Next(365));
        var name = province.Names.Person(chance, birth.Year, female);
        rows.Add(new Party { Id = id, Kind = PartyKind.Person, Name = name, NameKey = SearchKey.Of(name), BirthDate = birth, Gender = female ? Gender.Female : Gender.Male, Attributes = None, CreatedAt = since });
        rows.Add(new Subject { Id = id, CreatedAt = since, Language = "zh-CN" });
        AddDocument(id, "cn-resident-id", MadeDocuments.Resident(chance, place.Division, birth, female));
        if (phone is not null) AddContact(id, ContactKind.Phone, phone, since);
        // Addresses of a domain that nobody can own (RFC 2606).
        if (chance.Is(segment.Email)) AddContact(id, ContactKind.Email, string.Create(CultureInfo.InvariantCulture, $"{kind}{number}.{chance.Next(10_000)}@example.org"), since);
        return id;
    }

    Party AddOrganisation(string name, Party? above)
    {
        var id = chance.Id(joined);
        var party = new Party
        {
            Id = id, Kind = PartyKind.Organisation, Name = name, NameKey = SearchKey.Of(name), ParentId = above?.Id, Path = above?.Path + id.ToString("N") + "/", Attributes = None, CreatedAt = joined,
        };
        rows.Add(party);
        AddContact(id, ContactKind.Post, province.Names.Street(chance, place.Name), joined);
        return party;
    }

    Customer AddCustomer(Guid party, CustomerClass kind, string? brand, string letter)
    {
        var years = (int)((province.EndsAt - joined).TotalDays / 365);
        var customer = new Customer
        {
            Id = chance.Id(joined), PartyId = party, Number = string.Create(CultureInfo.InvariantCulture, $"{letter}{number:D8}"), Class = kind, Brand = brand, Area = place.Area ?? place.Name, Tier = Math.Min(7, years / 3 + chance.Next(2)),
            State = left is null ? CustomerState.Active : CustomerState.Closed, Since = joined, ClosedAt = left,
        };
        rows.Add(customer);
        return customer;
    }

    MadeAccount AddAccount(Customer customer, Guid holder, Guid? person, Guid payer, PaymentMode mode, string? name)
    {
        var account = new Account
        {
            Id = chance.Id(joined), CustomerId = customer.Id, HolderPartyId = holder, Number = string.Create(CultureInfo.InvariantCulture, $"26{number:D8}{accounts.Count}"), Name = name, Mode = mode,
            State = left is null ? AccountState.Open : AccountState.Closed, OpenedAt = joined, ClosedAt = left,
        };
        rows.Add(account);
        if (person is { } one) Grant(one, GrantBasis.Holder, Right.All, account: account.Id);
        rows.Add(new PaymentMethod { Id = chance.Id(joined), AccountId = account.Id, Kind = habits.Method, Automatic = habits.Payer == Payer.Automatic });
        var made = new MadeAccount(account, person, payer);
        accounts.Add(made);
        return made;
    }

    void Grant(Guid person, GrantBasis basis, Right rights, Guid? account = null, Guid? line = null, Guid? organisation = null) =>
        rows.Add(new Grant { Id = chance.Id(joined), PersonId = person, Basis = basis, Rights = rights, AccountId = account, LineId = line, OrganisationId = organisation, From = joined });

    void AddContact(Guid party, ContactKind kind, string value, DateTime since) =>
        rows.Add(new Contact { Id = chance.Id(since), PartyId = party, Kind = kind, Value = value, ValueKey = SearchKey.Of(value), Preferred = kind == ContactKind.Phone, From = since });

    void AddDocument(Guid party, string type, string text) => rows.Add(new IdentityDocument
    {
        Id = chance.Id(joined), PartyId = party, Type = type, NumberClosed = province.Secrets.Close(IdentityDocument.NumberPurpose, text),
        NumberHash = province.Secrets.Hash(IdentityDocument.NumberPurpose, text), NumberMasked = Mask.Document(text), VerifiedAt = joined, CreatedAt = joined,
    });

    // Some hour of a day when shops are open.
    DateTime Hour(DateOnly day) => province.House.StartOf(day).AddSeconds(9 * 3600 + chance.Next(9 * 3600));

    static readonly Dictionary<string, string> None = [];
}
