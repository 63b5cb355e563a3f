using Microsoft.Extensions.Options;
using SkiaSharp;
using Wangting.Kernel;

namespace Wangting.Billing;

public sealed record BillFile(string Name, byte[] Content);

/// <summary>A bill as PDF in the caller's language; its text can be copied out. Where no font is installed the refusal says
/// what to install and that the page can be printed.</summary>
public sealed class BillPdf
{
    readonly ViewBillHandler bills;
    readonly BillFont font;
    readonly Texts texts;
    readonly OperatorOptions owner;

    internal BillPdf(ViewBillHandler bills, BillFont font, Texts texts, IOptions<OperatorOptions> owner) => (this.bills, this.font, this.texts, this.owner) = (bills, font, texts, owner.Value);

    public async Task<Outcome<BillFile>> HandleAsync(ViewBill query, Caller caller, CancellationToken ct)
    {
        if ((await bills.HandleAsync(query, caller, ct)).IsRefused(out var why, out var bill)) return why;
        if (font.Face is not { } face) return Refusal.Unavailable("bill.pdf.font");
        return new BillFile($"bill-{bill.Bill.Number}.pdf", Draw(bill, face, caller.Language));
    }

    byte[] Draw(BillView view, SKTypeface face, string language)
    {
        var bill = view.Bill;
        var sheet = new BillSheet(face);
        string Say(string key, params (string, object?)[] values) => texts.Say(language, key, values);
        string Figure(Money amount) => texts.Value(language, amount, "figure");
        string Day(object? day) => texts.Value(language, day, "");

        sheet.Down(10);
        sheet.Text(owner.Name + (owner.Area.Length == 0 ? "" : " · " + (language.StartsWith("zh", StringComparison.Ordinal) ? owner.Area : owner.AreaEn)), BillSheet.Margin, 10, quiet: true);
        sheet.Down(32);
        sheet.Text($"{texts.Value(language, bill.PeriodFrom, "month")} {Say("bill.pdf.title")}", BillSheet.Margin, 20, bold: true);
        sheet.Text(texts.Currency.Say(bill.Total, Texts.Culture(language)), BillSheet.Right, 20, bold: true, align: SKTextAlign.Right);
        sheet.Down(28);
        (string, string)[] facts =
        [
            (Say("bill.pdf.number"), bill.Number), (Say("bill.pdf.account"), view.AccountName is null ? view.AccountNumber : view.AccountNumber + " " + view.AccountName),
            (Say("bill.pdf.period"), Say("bill.period", ("from", bill.PeriodFrom), ("to", bill.PeriodTo))), (Say("bill.pdf.issued"), Day(view.IssuedAt)), (Say("bill.pdf.due"), Day(bill.DueOn)),
        ];
        foreach (var (name, value) in facts)
        {
            sheet.Text(name, BillSheet.Margin, 9.5f, quiet: true);
            sheet.Paragraph(value, BillSheet.Margin + 90, BillSheet.Right - BillSheet.Margin - 90, 9.5f);
            sheet.Down(16);
        }
        foreach (var service in view.Lines.GroupBy(l => l.ServiceIdentifier)) Service(service);

        sheet.Need(110);
        sheet.Down(14);
        sheet.Rule();
        Sum(Say("bill.total"), bill.Total, 12, bold: true);
        if (!view.Tax.IsZero) Sum(Say("bill.tax"), view.Tax, 9.5f);
        var paid = bill.Total - bill.Outstanding;
        if (paid.IsPositive) Sum(Say("bill.paid_elsewhere"), -paid, 9.5f);
        Sum(Say("bill.still"), bill.Outstanding, 12, bold: true);
        return sheet.Write($"{Say("bill.pdf.title")} {bill.Number}", (page, pages) =>
            Say("bill.pdf.foot", ("name", owner.Name), ("hotline", owner.Hotline)) + " · " + Say("bill.pdf.page", ("page", page), ("pages", pages)));

        void Service(IGrouping<string?, BillLineView> lines)
        {
            sheet.Need(70);
            sheet.Down(22);
            sheet.Text(lines.Key is null ? Say("bill.whole_account") : lines.Key.StartsWith('+') ? Mask.Phone(lines.Key) : lines.Key, BillSheet.Margin, 11, bold: true);
            sheet.Text(Say("bill.col.quantity"), BillSheet.Right - 110, 8.5f, quiet: true, align: SKTextAlign.Right);
            sheet.Text(Say("bill.col.amount"), BillSheet.Right, 8.5f, quiet: true, align: SKTextAlign.Right);
            sheet.Down(8);
            sheet.Rule();
            foreach (var line in lines)
            {
                sheet.Need(34);
                sheet.Down(15);
                if (line.Quantity is { } quantity && line.Unit is { } unit) sheet.Text(UsageWords.Say(texts, language, quantity, unit), BillSheet.Right - 110, 9.5f, quiet: true, align: SKTextAlign.Right);
                sheet.Text(Figure(line.Amount), BillSheet.Right, 9.5f, align: SKTextAlign.Right);
                sheet.Paragraph(line.Text.In(language), BillSheet.Margin, 280, 9.5f);
            }
            Sum(Say("bill.subtotal"), new Money(lines.Sum(l => l.Amount.Minor)), 9.5f, bold: true);
        }

        void Sum(string name, Money amount, float size, bool bold = false)
        {
            sheet.Down(18);
            sheet.Text(name, BillSheet.Margin, size, quiet: !bold, bold: bold);
            sheet.Text(Figure(amount), BillSheet.Right, size, bold: bold, align: SKTextAlign.Right);
        }
    }
}
