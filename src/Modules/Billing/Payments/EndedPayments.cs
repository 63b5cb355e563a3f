using Microsoft.EntityFrameworkCore;
using Wangting.Kernel;

namespace Wangting.Billing;

/// <summary>Counts payments that came to an end once that is stored: a try that lost to another writer is no end.</summary>
internal static class EndedPayments
{
    public static void CountWhenSaved(this PortalDbContext db, Payment payment)
    {
        db.SavedChanges += Count;
        db.SaveChangesFailed += Forget;

        void Count(object? sender, SavedChangesEventArgs saved)
        {
            Unhook();
            Signals.Payments.Add(1, new KeyValuePair<string, object?>("state", payment.State.ToString()), new KeyValuePair<string, object?>("gateway", payment.Gateway));
        }

        void Forget(object? sender, SaveChangesFailedEventArgs failed) => Unhook();

        void Unhook()
        {
            db.SavedChanges -= Count;
            db.SaveChangesFailed -= Forget;
        }
    }
}
