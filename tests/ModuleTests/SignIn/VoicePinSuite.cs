using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Wangting.Identity;
using Wangting.Kernel;
using Wangting.Storage;

namespace Wangting.ModuleTests.SignIn;

public abstract class A_voice_PIN(DatabaseKind kind) : IdentitySuite(kind)
{
    const string Pin = "280519";
    static readonly Caller Hotline = Caller.Nobody(Channel.Voice) with { Address = "sip:trunk" };

    [Fact]
    public async Task A_PIN_set_on_the_web_proves_its_number_on_the_hotline_and_the_owner_is_told()
    {
        var (tenure, caller) = await OwnerAsync();
        Assert.Equal("pin.wrong", (await ProveAsync(tenure, Pin)).Refusal?.Code); // none is set: nothing matches
        Assert.Null((await SetAsync(tenure, Pin, caller)).Refusal);
        Assert.Equal(Assurance.Proven, (await ProveAsync(tenure, Pin)).Value.Level);
        Assert.Equal("pin.wrong", (await ProveAsync(tenure, "280518")).Refusal?.Code);
        Assert.Contains("电话密码", (await MessagesAsync(Number))[0].Body, StringComparison.Ordinal);

        Assert.Null((await SetAsync(tenure, "719402", caller)).Refusal);
        Assert.Equal("pin.wrong", (await ProveAsync(tenure, Pin)).Refusal?.Code);
        Assert.True((await ProveAsync(tenure, "719402")).Succeeded);
    }

    [Fact]
    public async Task What_is_stored_says_nothing_without_the_master_key()
    {
        var (tenure, caller) = await OwnerAsync();
        await SetAsync(tenure, Pin, caller);
        var stored = await InDatabaseAsync(db => db.Set<NumberHandle>().Where(h => h.Id == tenure).Select(h => h.VoicePinHash).SingleAsync(Ct));
        var hasher = Services.GetRequiredService<ServicePasswords>();
        Assert.Equal(Microsoft.AspNetCore.Identity.PasswordVerificationResult.Failed, hasher.Verify(stored, Pin));
        Assert.Equal(Microsoft.AspNetCore.Identity.PasswordVerificationResult.Failed, hasher.Verify(stored, $"{tenure:N}:{Pin}"));
    }

    [Fact]
    public async Task Setting_one_needs_a_fresh_proof_and_ones_own_number()
    {
        var (tenure, caller) = await OwnerAsync();
        var theirs = await GrantAsync(Other, Guid.CreateVersion7());
        Assert.Equal("number.not_found", (await SetAsync(theirs, Pin, caller)).Refusal?.Code);
        Assert.Equal(Refusal.StepUpCode, (await SetAsync(tenure, Pin, caller with { Proof = new Proof(Assurance.Line, Now, ByLine: true) })).Refusal?.Code);
        Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(Refusal.StepUpCode, (await SetAsync(tenure, Pin, caller)).Refusal?.Code);
    }

    [Fact]
    public async Task Guessing_ends_after_five_even_with_the_right_one_and_goes_on_an_hour_later()
    {
        var (tenure, caller) = await OwnerAsync();
        await SetAsync(tenure, Pin, caller);
        for (var guess = 0; guess < 5; guess++) Assert.Equal("pin.wrong", (await ProveAsync(tenure, $"90210{guess}")).Refusal?.Code);
        Assert.Equal("sign_in.too_often", (await ProveAsync(tenure, Pin)).Refusal?.Code);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await ProveAsync(tenure, Pin)).Succeeded);
    }

    [Fact]
    public async Task It_dies_with_the_tenure_and_a_number_nobody_has_is_just_wrong()
    {
        var (tenure, caller) = await OwnerAsync();
        await SetAsync(tenure, Pin, caller);
        await EndAsync(tenure);
        Assert.Equal("pin.wrong", (await ProveAsync(tenure, Pin)).Refusal?.Code);
        Assert.Equal("pin.wrong", (await ProveAsync(null, Pin)).Refusal?.Code);
        Assert.Null(await InDatabaseAsync(db => db.Set<NumberHandle>().Where(h => h.Id == tenure).Select(h => h.VoicePinHash).SingleAsync(Ct)));
    }

    async Task<(Guid Tenure, Caller Caller)> OwnerAsync()
    {
        var tenure = await GrantAsync(Number, Guid.CreateVersion7());
        return (tenure, (await CallerAsync(await SignInAsync(Number)))!);
    }

    Task<Outcome<Done>> SetAsync(Guid tenure, string pin, Caller caller) => DoAsync<SetVoicePinHandler, Done>(h => h.HandleAsync(new(tenure, pin), caller, Ct));

    Task<Outcome<Proof>> ProveAsync(Guid? tenure, string pin) => DoAsync<ProveByVoicePinHandler, Proof>(h => h.HandleAsync(new(tenure, pin), Hotline, Ct));
}

public sealed class A_voice_PIN_on_SQLite() : A_voice_PIN(DatabaseKind.Sqlite);

public sealed class A_voice_PIN_on_PostgreSQL() : A_voice_PIN(DatabaseKind.Postgres);

public sealed class Choosing_a_PIN
{
    [Theory]
    [InlineData(null, "pin.six_digits")]
    [InlineData("28051", "pin.six_digits")]
    [InlineData("2805190", "pin.six_digits")]
    [InlineData("28O519", "pin.six_digits")]
    [InlineData("２８０５１９", "pin.six_digits")]
    [InlineData("123456", "pin.too_easy")]
    [InlineData("567890", "pin.too_easy")]
    [InlineData("654321", "pin.too_easy")]
    [InlineData("888888", "pin.too_easy")]
    [InlineData("121212", "pin.too_easy")]
    [InlineData("518518", "pin.too_easy")]
    [InlineData("112223", null)]
    [InlineData("604718", "pin.too_easy")] // the tail of the number
    [InlineData("329604", "pin.too_easy")] // its middle
    [InlineData("280519", null)]
    public void What_anybody_would_try_first_is_refused(string? pin, string? code) => Assert.Equal(code, PinRules.Weakness(pin, "+8613329604718")?.Code);
}
