using System.Text.Encodings.Web;

namespace Wangting.SandboxGateway;

/// <summary>One quiet page, without script.</summary>
internal static class Page
{
    const string Style = """
        :root{color-scheme:light dark;--brand:#0f6b5e;--on:#fff;--paper:#f6f5f1;--card:#fff;--line:#e4e2da;--ink:#1c2329;--soft:#57606a}
        @media(prefers-color-scheme:dark){:root{--brand:#5cc4b0;--on:#06231e;--paper:#12161a;--card:#1b2126;--line:#2c343b;--ink:#eef1f3;--soft:#b0b9c1}}
        *{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 "PingFang SC","Noto Sans CJK SC","Microsoft YaHei",system-ui,sans-serif}
        main{max-width:26rem;margin:0 auto;padding:1.5rem 1rem 3rem}header{color:var(--soft);font-size:.875rem;margin-bottom:1rem}
        section{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.5rem;margin-bottom:1rem}
        h1{font-size:1.1875rem;margin:0 0 .5rem}.sum{font-size:2.5rem;font-weight:600;font-variant-numeric:tabular-nums;margin:.25rem 0 1rem}
        dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0 0 1rem}dt{color:var(--soft)}dd{margin:0;text-align:right;overflow-wrap:anywhere}
        fieldset{border:0;padding:0;margin:0 0 1.25rem}legend{color:var(--soft);padding:0}label{display:flex;align-items:center;gap:.75rem;min-height:44px;border-bottom:1px solid var(--line)}
        label input:not([type]),label input[type=number]{margin-left:auto;width:7rem}input,select{font:inherit;accent-color:var(--brand)}
        button,.button{display:block;width:100%;min-height:44px;padding:.5rem 1rem;border-radius:999px;border:1px solid var(--brand);font:inherit;text-align:center;text-decoration:none;cursor:pointer;margin-top:.75rem}
        .main{background:var(--brand);color:var(--on)}.quiet{background:none;color:var(--brand)}p{margin:.25rem 0;color:var(--soft)}
        button:focus-visible,.button:focus-visible,input:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
        table{width:100%;border-collapse:collapse;font-size:.875rem}td,th{text-align:left;padding:.25rem;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
        """;

    /// <summary>HTML-encodes.</summary>
    public static string E(string? text) => HtmlEncoder.Default.Encode(text ?? "");

    public static Task WriteAsync(HttpContext http, int status, string language, string title, string header, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return http.Response.WriteAsync($"""
            <!doctype html>
            <html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{E(title)}</title><style>{Style}</style></head>
            <body><main><header>{E(header)}</header>{body}</main></body></html>
            """, http.RequestAborted);
    }
}
