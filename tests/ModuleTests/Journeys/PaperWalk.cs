using System.Collections.Frozen;
using Wangting.Journeys;
using Wangting.Kernel;

namespace Wangting.ModuleTests.Journeys;

/// <summary>Walks journeys with the interpreter alone: facts come from a function, submits are counted.</summary>
internal sealed class PaperWalk
{
    public static readonly DateTime Now = new(2026, 11, 23, 2, 0, 0, DateTimeKind.Utc);
    static readonly Proof Strong = new(Assurance.Strong, Now);

    readonly Interpreter interpreter;
    readonly Func<FactsKey, Facts> facts;

    public PaperWalk(JourneyBook book, Func<FactsKey, Facts> facts, Channel channel = Channel.Terminal)
    {
        Book = book;
        this.facts = facts;
        Channel = channel;
        interpreter = new Interpreter(book, new Grammar(Currency.Yuan, "CN"), "10000");
        Session = new Session { Id = Guid.Parse("01900000-0000-7000-8000-000000000001"), Channel = channel, Journey = book.Menu.Name, JourneyVersion = book.Menu.Version };
    }

    public JourneyBook Book { get; }
    public Channel Channel { get; }
    public Session Session { get; set; }
    public Screen Screen { get; private set; } = null!;
    public Proof Proof { get; set; } = Strong;
    public HashSet<string> Off { get; } = [];
    public Refusal? SubmitRefusal { get; set; }
    public List<(string Key, Filled Filled, Facts Confirmed)> Submits { get; } = [];
    public List<Step> Others { get; } = [];

    public PaperWalk Take(Input input)
    {
        Refusal? problem = null;
        for (var i = 0; i < 200; i++)
        {
            switch (Settle(input, problem))
            {
                case Step.Show show:
                    (Session, Screen) = (show.Session, show.Screen);
                    return this;
                case Step.Submit submit:
                    Submits.Add((submit.Session.Key, submit.Session.SoFar(), submit.Confirmed));
                    problem = SubmitRefusal;
                    Session = problem is null ? submit.Session.Done(new Submitted("ref")) : submit.Session;
                    break;
                case var other:
                    Others.Add(other);
                    Session = other.Session;
                    break;
            }
            input = new Input.Look();
        }
        throw new InvalidOperationException("Walks in circles.");
    }

    public PaperWalk Say(params string[] lines)
    {
        foreach (var line in lines) Take(new Input.Words(line));
        return this;
    }

    Step Settle(Input input, Refusal? problem)
    {
        var known = new Dictionary<FactsKey, Facts>();
        var moment = new Moment(Now, Proof, Channel, Channel == Channel.Web, Off.ToFrozenSet());
        for (var i = 0; i < 100; i++)
        {
            var step = interpreter.Take(Session, input, moment, known, problem);
            if (step is not Step.Load load) return step;
            Assert.False(known.ContainsKey(load.What), $"asked twice for {load.What}");
            known[load.What] = facts(load.What);
        }
        throw new InvalidOperationException("Asks for facts without end.");
    }
}
