using System.ComponentModel.DataAnnotations;

namespace Wangting.Kernel;

/// <summary>Who runs this hall. Section <c>Operator</c>.</summary>
public sealed class OperatorOptions
{
    [Required] public string Name { get; set; } = "网厅";
    /// <summary>The province or area whose cell this is, as shown beside the name.</summary>
    public string Area { get; set; } = "";
    /// <summary>The same in English.</summary>
    public string AreaEn { get; set; } = "";
    /// <summary>ISO 4217.</summary>
    [RegularExpression("^[A-Z]{3}$", ErrorMessage = "Operator:Currency is an ISO 4217 code such as CNY.")] public string Currency { get; set; } = "CNY";
    public string CurrencySymbol { get; set; } = "¥";
    [Range(0, 3, ErrorMessage = "Operator:CurrencyDigits is 0 to 3.")] public int CurrencyDigits { get; set; } = 2;
    /// <summary>ISO 3166 home country, for numbers dialled without a country code.</summary>
    [RegularExpression("^[A-Z]{2}$", ErrorMessage = "Operator:Country is an ISO 3166 code such as CN.")] public string Country { get; set; } = "CN";
    /// <summary>IANA zone in which days and months begin.</summary>
    public string TimeZone { get; set; } = "Asia/Shanghai";
    /// <summary>The hotline that leads to a person.</summary>
    public string Hotline { get; set; } = "10000";

    /// <summary>The day it is for this operator.</summary>
    public DateOnly DayOf(DateTime utc) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), TimeZoneInfo.FindSystemTimeZoneById(TimeZone)));

    /// <summary>The moment a day begins for this operator; of a clock set forward at midnight, the first moment after.</summary>
    public DateTime StartOf(DateOnly day)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var local = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return TimeZoneInfo.ConvertTimeToUtc(local, zone);
    }

    public Currency ToCurrency() => new(Currency, CurrencySymbol, CurrencyDigits);
}
