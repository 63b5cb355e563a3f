using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Journeys;

public sealed class Form_interpretation
{
    [Fact]
    public void One_question_at_a_time_leads_to_a_summary_and_only_a_yes_submits()
    {
        var walk = PaperJourneys.Walk().Take(new Input.Look()).Say("1");
        Assert.Equal("for", Assert.Single(walk.Screen.Asks).Field.Key); // the only account was taken unasked
        walk.Say("2");
        Assert.Equal("amount", Assert.Single(walk.Screen.Asks).Field.Key);
        walk.Say("50", "1");
        Assert.Equal(ScreenKind.Summary, walk.Screen.Kind);
        Assert.Empty(walk.Submits);
        walk.Say("好的");
        var submit = Assert.Single(walk.Submits);
        Assert.Equal(("a1", "other", "50.00", "wallet"), (submit.Filled["account"], submit.Filled["for"], submit.Filled["amount"], submit.Filled["method"]));
        Assert.Equal(ScreenKind.Answer, walk.Screen.Kind);
    }

    [Fact]
    public void A_wide_channel_asks_at_once_what_does_not_depend_on_one_another()
    {
        var walk = PaperJourneys.Walk(Channel.Web).Take(new Input.Enter("settings"));
        Assert.Equal(["what", "day", "count", "agree"], walk.Screen.Asks.Select(a => a.Field.Key));
        walk.Take(new Input.Answers(new Dictionary<string, string> { ["what"] = "note", ["day"] = "2026-12-01", ["count"] = "3", ["agree"] = "yes" }));
        Assert.Equal(["note"], walk.Screen.Asks.Select(a => a.Field.Key));
    }

    [Fact]
    public void What_was_typed_stays_when_one_of_several_answers_is_wrong()
    {
        var walk = PaperJourneys.Walk(Channel.Web).Take(new Input.Enter("settings"))
            .Take(new Input.Answers(new Dictionary<string, string> { ["what"] = "note", ["day"] = "31 June", ["count"] = "3", ["agree"] = "yes" }));
        Assert.Equal(["note", "31 June", "3", "yes"], walk.Screen.Asks.Select(a => a.Typed));
        Assert.Equal("field.not_a_date", walk.Screen.Asks.Single(a => a.Error is not null).Error!.Code);
        Assert.False(walk.Session.SoFar().Has("what"));
    }

    [Fact]
    public void A_keyword_line_fills_several_fields_at_once_but_never_confirms()
    {
        var walk = PaperJourneys.Walk().Take(new Input.Look()).Say("充值 other 50 card 1 yes");
        Assert.Equal(ScreenKind.Summary, walk.Screen.Kind);
        Assert.Equal("50.00", walk.Session.SoFar()["amount"]);
        Assert.Equal("card", walk.Session.SoFar()["method"]);
        Assert.Empty(walk.Submits);
    }

    [Fact]
    public void Back_offers_again_what_was_typed()
    {
        var walk = PaperJourneys.Walk().Take(new Input.Look()).Say("pay", "2", "50", "0");
        Assert.Equal("amount", walk.Screen.Asks[0].Field.Key);
        Assert.Equal("50.00", walk.Screen.Asks[0].Typed);
    }

    [Fact]
    public void Back_from_a_summary_that_a_link_filled_asks_what_the_link_had_said()
    {
        var walk = PaperJourneys.Walk(Channel.Web).Take(new Input.Enter("pay", new Dictionary<string, string> { ["for"] = "due", ["method"] = "card" }));
        Assert.Equal(ScreenKind.Summary, walk.Screen.Kind);
        walk.Take(new Input.Back());
        Assert.Equal(ScreenKind.Form, walk.Screen.Kind);
        Assert.Contains(walk.Screen.Asks, a => a.Field.Key == "for" && a.Typed == "due");
        walk.Take(new Input.Back());
        Assert.Equal("menu", walk.Screen.Journey);
    }

    [Fact]
    public void An_amount_given_by_a_link_is_still_that_amount_after_going_back_and_on()
    {
        var walk = PaperJourneys.Walk(Channel.Web).Take(new Input.Enter("pay", new Dictionary<string, string> { ["for"] = "other", ["amount"] = "50" }))
            .Take(new Input.Answers(new Dictionary<string, string> { ["method"] = "card" })).Take(new Input.Back()).Take(new Input.Answers(new Dictionary<string, string> { ["method"] = "card" }));
        Assert.Equal(5000, walk.Session.SoFar().Money("amount").Minor);
    }

    [Fact]
    public void A_number_means_what_was_shown_under_it_even_when_the_list_has_changed_since()
    {
        var methods = PaperJourneys.Options("wallet", "card");
        var walk = new PaperWalk(PaperJourneys.Book, k => (k.Journey, k.Part) == ("pay", "method") ? methods : PaperJourneys.FactsFor(k)).Take(new Input.Look()).Say("pay", "1");
        methods = PaperJourneys.Options("balance", "wallet", "card");
        walk.Say("1");
        Assert.Equal("wallet", walk.Session.SoFar()["method"]);
    }

    [Fact]
    public void A_yes_counts_only_for_the_summary_that_was_shown()
    {
        var price = 12_900L;
        var walk = new PaperWalk(PaperJourneys.Book, k => k.Part == Part.Summary ? new Facts { Charge = new(price) } : PaperJourneys.FactsFor(k)).Take(new Input.Look()).Say("pay", "1", "1");
        price = 13_000;
        walk.Say("1");
        Assert.Empty(walk.Submits);
        Assert.Equal("journey.summary_changed", walk.Screen.Error?.Code);
        walk.Say("1");
        Assert.Equal(13_000, Assert.Single(walk.Submits).Confirmed.Charge!.Value.Minor);
    }

    [Fact]
    public void A_refused_submit_reopens_the_field_it_blames()
    {
        var walk = PaperJourneys.Walk().Take(new Input.Look()).Say("pay", "2", "50", "1");
        walk.SubmitRefusal = Refusal.Invalid("field.amount_too_large", "amount");
        walk.Say("1");
        Assert.Equal("amount", walk.Screen.Asks[0].Field.Key);
        Assert.Equal("field.amount_too_large", walk.Screen.Asks[0].Error?.Code);
        Assert.Equal("50.00", walk.Screen.Asks[0].Typed);
        Assert.Single(walk.Submits);
    }

    [Fact]
    public void A_second_yes_to_what_is_done_submits_nothing()
    {
        var walk = PaperJourneys.Walk().Take(new Input.Look()).Say("pay", "1", "1", "1");
        walk.Take(new Input.Confirm(walk.Session.ShownSummary!));
        Assert.Single(walk.Submits);
    }

    [Fact]
    public void A_field_that_needs_a_fresher_proof_asks_for_it_first_and_a_code_is_handed_out_to_be_checked()
    {
        var walk = PaperJourneys.Walk();
        walk.Proof = new Proof(Assurance.Line, PaperWalk.Now, ByLine: true);
        walk.Take(new Input.Look()).Say("3", "1");
        Assert.Equal(ScreenKind.Proof, walk.Screen.Kind);
        Assert.Equal(Assurance.Proven, walk.Screen.Needed!.Level);
        walk.Say("123456");
        Assert.Equal("123456", Assert.IsType<Step.Prove>(Assert.Single(walk.Others)).Code);
        walk.Proof = new Proof(Assurance.Proven, PaperWalk.Now);
        walk.Take(new Input.Look());
        Assert.Equal("phone", walk.Screen.Asks[0].Field.Key);
    }

    [Fact]
    public void A_confirm_sent_before_the_missing_proof_submits_nothing()
    {
        var walk = PaperJourneys.Walk();
        walk.Proof = new Proof(Assurance.Line, PaperWalk.Now);
        walk.Take(new Input.Enter("settings", new Dictionary<string, string> { ["what"] = "phone", ["phone"] = "13300000002", ["day"] = "2026-12-01", ["count"] = "1", ["agree"] = "yes" }));
        walk.Take(new Input.Confirm("anything"));
        Assert.Equal(ScreenKind.Proof, walk.Screen.Kind);
        Assert.Empty(walk.Submits);
    }

    [Fact]
    public void A_journey_switched_off_in_the_middle_leads_home_with_the_reason()
    {
        var walk = PaperJourneys.Walk().Take(new Input.Look()).Say("pay");
        walk.Off.Add("pay");
        walk.Say("1");
        Assert.Equal(("menu", "journey.switched_off"), (walk.Screen.Journey, walk.Screen.Error?.Code));
        walk.Say("CZ 50");
        Assert.Equal("menu", walk.Screen.Journey);
    }

    [Fact]
    public void A_session_begun_on_an_older_version_of_the_form_starts_it_again()
    {
        var walk = PaperJourneys.Walk().Take(new Input.Look()).Say("pay", "2");
        walk.Session = walk.Session with { JourneyVersion = 0 };
        walk.Take(new Input.Look());
        Assert.Equal(("pay", "for"), (walk.Screen.Journey, walk.Screen.Asks[0].Field.Key));
    }

    [Fact]
    public void After_two_inputs_that_were_not_understood_the_way_to_a_person_is_said_first()
    {
        var walk = PaperJourneys.Walk().Take(new Input.Look()).Say("?", "??!");
        Assert.Equal("journey.human.offer", walk.Screen.Notes[0].Key);
    }

    [Fact]
    public void An_answer_leads_on_with_what_is_known()
    {
        var walk = PaperJourneys.Walk().Take(new Input.Look()).Say("余额", "2", "1");
        Assert.Equal(("pay", "due"), (walk.Session.Journey, walk.Session.SoFar()["for"]));
    }
}
