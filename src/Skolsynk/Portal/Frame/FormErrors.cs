namespace Skolsynk.Portal.Frame;

/// <summary>What is wrong with a form: the same words in the summary on top and at the field. Empty: nothing.</summary>
internal sealed class FormErrors
{
    private readonly List<(string Field, string Text)> all = [];

    public IReadOnlyList<(string Field, string Text)> All => all;

    public bool Any => all.Count > 0;

    /// <param name="field">Id of the field.</param>
    /// <param name="text">What is wrong with it and what is right.</param>
    public void Add(string field, string text) => all.Add((field, text));

    /// <summary>What is wrong with a field; null: nothing.</summary>
    public string? Of(string field) => all.FirstOrDefault(one => one.Field == field).Text;
}

/// <summary>A field of one line, as every form shows it.</summary>
internal sealed record Field(string Id, string Label, string? Value, FormErrors Errors)
{
    public string? Help { get; init; }

    public string Type { get; init; } = "text";

    public string Autocomplete { get; init; } = "off";

    public bool Optional { get; init; }
}
