using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Wangting.Channels.Web;
using Wangting.Customers;
using Wangting.Identity;
using Wangting.Kernel;

namespace Wangting.Channels.SignIn;

/// <summary>A code under way, as the browser keeps it between two pages: closed, in a cookie, never in an address.</summary>
sealed record CodeUnderWay(CodePurpose Purpose, Guid Ticket, string SentTo, string To, DateTime ExpiresAt)
{
    public const string Step = "code";
    /// <summary>Longer than any code lives, so that a late one is answered with why and "send again".</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromMinutes(30);
}

/// <summary>What the sign-in pages do with the browser: its cookies, its name, the way in and the way back.</summary>
public sealed class Doorway(IHttpContextAccessor accessor, IDataProtectionProvider protection, ViewReader readers, Look look)
{
    const string DeviceCookie = "device", StepCookie = "step.";
    readonly ITimeLimitedDataProtector protector = protection.CreateProtector("sign-in.steps").ToTimeLimitedDataProtector();

    HttpContext Http => accessor.HttpContext!;

    /// <summary>The value of the device cookie, if there is one.</summary>
    internal string? DeviceKey => Http.Request.Cookies[DeviceCookie];
    internal Browser Browser => new(DeviceKey, BrowserNames.Of(Http.Request.Headers.UserAgent.ToString()));

    /// <summary>Lets somebody in: the session's cookie, the device's, which outlives it, and how they like the hall.</summary>
    internal async Task EnterAsync(SignedIn signedIn)
    {
        var who = new ClaimsIdentity([new Claim(CustomerCookie.SessionClaim, signedIn.SessionId.ToString())], SignInSchemes.Customer);
        await Http.SignInAsync(SignInSchemes.Customer, new ClaimsPrincipal(who), new AuthenticationProperties { IsPersistent = true, ExpiresUtc = new DateTimeOffset(signedIn.ExpiresAt) });
        Http.Response.Cookies.Append(DeviceCookie, signedIn.DeviceKey, Cookie("/", TimeSpan.FromDays(400)));
        if (Http.Request.Cookies[Look.Cookie] is not null) return; // what was switched in this browser stands
        var person = Caller.Nobody(Channel.Web) with { Kind = CallerKind.Person, SubjectId = signedIn.SubjectId };
        if (await readers.HandleAsync(person, Http.RequestAborted) is { Look: { } kept }) look.As(kept).Keep(Http);
    }

    internal Task LeaveAsync() => Http.SignOutAsync(SignInSchemes.Customer);

    /// <summary>Keeps a step of a sign-in for a while, readable by us alone.</summary>
    internal void Keep<T>(string step, T what, TimeSpan lifetime) =>
        Http.Response.Cookies.Append(StepCookie + step, protector.Protect(JsonSerializer.Serialize(what, Json.Plain), lifetime), Cookie("/", lifetime));

    internal T? Kept<T>(string step) where T : class
    {
        if (Http.Request.Cookies[StepCookie + step] is not { Length: < 4000 } closed) return null;
        try { return JsonSerializer.Deserialize<T>(protector.Unprotect(closed), Json.Plain); }
        catch (System.Security.Cryptography.CryptographicException) { return null; } // too old, or not ours
    }

    internal void Drop(string step) => Http.Response.Cookies.Delete(StepCookie + step, Cookie("/", TimeSpan.Zero));

    /// <summary>An address of this hall to go back to, or home.</summary>
    internal static string Back(string? typed) => LookDoor.Local(typed);

    /// <summary>An address with the way back in it.</summary>
    internal static string With(string path, string? back) => Back(back) is "/" ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}return={Uri.EscapeDataString(Back(back))}";

    CookieOptions Cookie(string path, TimeSpan lifetime) =>
        new() { Path = path, HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Http.Request.IsHttps, IsEssential = true, MaxAge = lifetime };
}
