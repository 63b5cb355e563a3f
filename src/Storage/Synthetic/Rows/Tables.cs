using Microsoft.EntityFrameworkCore.Metadata;
using Wangting.Billing;
using Wangting.Catalogue;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Resources;
using Wangting.Subscriptions;

namespace Wangting.Storage.Synthetic;

/// <summary>Where made rows go.</summary>
internal interface IRows
{
    void Add<T>(T row) where T : class;
}

/// <summary>The tables that a made-up province fills, in the order in which they are filled.</summary>
internal sealed class Tables
{
    readonly TableRows?[] bySlot = new TableRows?[64];

    /// <param name="open">As in <see cref="TableRows.Of"/>.</param>
    public Tables(IModel model, Func<string, string, string>? open = null)
    {
        All =
        [
            Add<Offer>(), Add<OfferVersion>(), Add<Price>(), Add<Allowance>(),
            Add<Party>(), Add<Subject>(), Add<Contact>(), Add<IdentityDocument>(), Add<Customer>(), Add<Account>(), Add<Grant>(),
            Add<Line>(), Add<Tenure>(), Add<NumberHandle>(), Add<NumberResource>(), Add<Product>(), Add<Contract>(), Add<Restriction>(), Add<PaymentMethod>(),
            Add<Bill>(), Add<BillLine>(), Add<Bucket>(), Add<Payment>(), Add<Allocation>(), Add<LedgerTransaction>(), Add<LedgerEntry>(),
            Add<UsageRecord>(), Add<AllowanceBalance>(), Add<Touch>(),
        ];

        TableRows<T> Add<T>() where T : class
        {
            var rows = TableRows.Of<T>(model, open);
            bySlot[Slot<T>.Index] = rows;
            return rows;
        }
    }

    public IReadOnlyList<TableRows> All { get; }

    public TableRows<T> Of<T>() where T : class => (TableRows<T>)bySlot[Slot<T>.Index]!;

    public TableRows At(int slot) => bySlot[slot]!;

    /// <summary>A small number for each type, so that a row finds its table without a look-up.</summary>
    public static int SlotOf<T>() => Slot<T>.Index;
    public static int Slots => Volatile.Read(ref slots);

    static int slots;

    static class Slot<T>
    {
        public static readonly int Index = Interlocked.Increment(ref slots) - 1;
    }
}
