namespace Wangting.Import;

/// <summary>What a field holds, and so how its text is read.</summary>
internal enum FieldType { Text, Choice, Money, Integer, Date, Time, Phone, YesNo }

/// <summary>One field of a kind of record.</summary>
/// <param name="Max">Longest text.</param>
/// <param name="Choices">The words allowed, for a choice.</param>
/// <param name="Personal">Shown masked wherever a bad value is quoted.</param>
internal sealed record Field(string Name, FieldType Type, bool Required = false, int Max = 200, IReadOnlyList<string>? Choices = null, bool Personal = false)
{
    public static Field Text(string name, int max = 200, bool required = false, bool personal = false) => new(name, FieldType.Text, required, max, Personal: personal);
    public static Field Reference(string name, bool required = true) => new(name, FieldType.Text, required, 120);
    public static Field Choice<T>(string name, bool required = false) where T : struct, Enum =>
        new(name, FieldType.Choice, required, 40, [.. Enum.GetNames<T>().Select(System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName)]);
    public static Field Choice(string name, IReadOnlyList<string> words, bool required = false) => new(name, FieldType.Choice, required, 40, words);
    public static Field Money(string name, bool required = false) => new(name, FieldType.Money, required, 40);
    public static Field Integer(string name, bool required = false) => new(name, FieldType.Integer, required, 40);
    public static Field Date(string name, bool required = false) => new(name, FieldType.Date, required, 40);
    public static Field Time(string name, bool required = false) => new(name, FieldType.Time, required, 60);
    public static Field Phone(string name, bool required = false) => new(name, FieldType.Phone, required, 60, Personal: true);
    public static Field YesNo(string name, bool required = false) => new(name, FieldType.YesNo, required, 40);
}
