using Wangting.Kernel;

namespace Wangting.Customers;

internal static class MaskedContacts
{
    public static string Of(ContactKind kind, string value) => kind switch
    {
        ContactKind.Phone => Mask.Phone(value),
        ContactKind.Email => Mask.Email(value),
        _ => Mask.Middle(value, 6, 0),
    };
}
