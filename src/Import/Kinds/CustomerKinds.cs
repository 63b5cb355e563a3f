using Wangting.Customers;
using Wangting.Kernel;

namespace Wangting.Import;

internal static class CustomerKinds
{
    public static readonly ImportKind Customers = new("customers",
        [
            Field.Choice<PartyKind>("kind"), Field.Choice<CustomerClass>("class"), Field.Text("name", personal: true), Field.Text("number", 60), Field.Date("birthDate"), Field.Choice<Gender>("gender"),
            Field.Choice("language", ["zh-CN", "en"]), Field.Text("brand", 40), Field.Integer("tier"), Field.Time("since"), Field.Reference("parent", required: false),
            Field.Reference("administrator", required: false), Field.Choice("documentType", DocumentRules.Types), Field.Text("documentNumber", 60, personal: true),
            Field.Phone("phone"), Field.Text("email", 254, personal: true), Field.Text("address", 400, personal: true), Field.Text("area", Areas.Longest),
        ],
        (services, records, ct) => ImportKinds.Of<AcceptCustomers>(services).HandleAsync(records.Select(Customer).ToList(), ct), Attributes: true);

    public static readonly ImportKind Accounts = new("accounts",
        [
            Field.Reference("customer"), Field.Choice<PaymentMode>("mode"), Field.Text("number", 60), Field.Text("name", 100), Field.Integer("cycleDay"),
            Field.YesNo("paperBill"), Field.Time("openedAt"),
        ],
        (services, records, ct) => ImportKinds.Of<AcceptAccounts>(services).HandleAsync(records.Select(Account).ToList(), ct));

    static IncomingCustomer Customer(MappedRecord r) => new(r.Source, r.Choice<PartyKind>("kind") ?? PartyKind.Person, r.Choice<CustomerClass>("class") ?? CustomerClass.Ordinary,
        r.Text("name"), r.Text("number"), r.Date("birthDate"), r.Choice<Gender>("gender") ?? Gender.Unknown, r.Text("language"), r.Text("brand"), r.Whole("tier") ?? 0, r.Time("since"),
        r.Text("parent"), r.Text("administrator"), r.Text("documentType"), r.Text("documentNumber"), r.Text("phone"), r.Text("email"), r.Text("address"), r.Attributes, r.Text("area"));

    static IncomingAccount Account(MappedRecord r) => new(r.Source, r.Needed("customer"), r.Choice<PaymentMode>("mode") ?? PaymentMode.Postpaid, r.Text("number"), r.Text("name"),
        r.Whole("cycleDay") ?? 1, r.YesNo("paperBill") ?? false, r.Time("openedAt"));
}
