using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Wangting.Channels.Web.Parts;

/// <summary>What a page says about itself in the document's head: its name, and whether it is to be asked again. One a request.</summary>
/// <remarks>The platform's own way (<c>HeadOutlet</c>, <c>PageTitle</c>) exchanges and disposes components while a page is being
/// written when a page answers late, and then ends the whole process (dotnet/aspnetcore#69035). Here only text changes.</remarks>
public sealed class PageHead
{
    public string? Name { get; private set; }

    /// <summary>Seconds after which a browser without script asks again; null: never.</summary>
    public int? AskAgain { get; private set; }

    public Action? Changed { get; set; }

    public void Call(string name)
    {
        if (name == Name) return;
        Name = name;
        Changed?.Invoke();
    }

    public void Repeat(int? seconds)
    {
        if (seconds == AskAgain) return;
        AskAgain = seconds;
        Changed?.Invoke();
    }
}

/// <summary>Says the page's name in the window's title, before the hall's own.</summary>
public sealed class PageName(PageHead head) : IComponent
{
    [Parameter, EditorRequired] public string Says { get; set; } = "";

    public void Attach(RenderHandle renderHandle) { }

    public Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        head.Call(Says);
        return Task.CompletedTask;
    }
}

/// <summary>A page that waits for something elsewhere: a browser without script asks for it again after so many seconds.</summary>
public sealed class AskAgain(PageHead head) : IComponent
{
    [Parameter, EditorRequired] public int? Seconds { get; set; }

    public void Attach(RenderHandle renderHandle) { }

    public Task SetParametersAsync(ParameterView parameters)
    {
        parameters.SetParameterProperties(this);
        head.Repeat(Seconds);
        return Task.CompletedTask;
    }
}

/// <summary>Where the head's words stand in the document.</summary>
public sealed class PageHeadWords(PageHead head, Look look) : ComponentBase
{
    protected override void OnInitialized() => head.Changed = StateHasChanged;

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "title");
        builder.AddContent(1, head.Name is { } name ? $"{name} · {look.Say("web.name")}" : look.Say("web.name"));
        builder.CloseElement();
        if (head.AskAgain is not { } seconds) return;
        builder.OpenElement(2, "noscript");
        builder.OpenElement(3, "meta");
        builder.AddAttribute(4, "http-equiv", "refresh");
        builder.AddAttribute(5, "content", seconds);
        builder.CloseElement();
        builder.CloseElement();
    }
}
