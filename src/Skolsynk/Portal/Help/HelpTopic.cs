namespace Skolsynk.Portal.Help;

/// <summary>A text of help: what it is about, the steps if there are any, and what else is good to know. At most 300 words.</summary>
/// <param name="Slug">Stands in its address.</param>
internal sealed record HelpTopic(string Slug, string Title, string Lead)
{
    public IReadOnlyList<string> Steps { get; init; } = [];

    public IReadOnlyList<string> More { get; init; } = [];

    /// <summary>Words and what they mean; only the glossary has some.</summary>
    public IReadOnlyList<(string Word, string Meaning)> Words { get; init; } = [];
}
