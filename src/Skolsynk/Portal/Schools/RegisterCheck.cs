namespace Skolsynk.Portal.Schools;

/// <summary>What the register has against a code.</summary>
/// <param name="Text">For whoever typed it.</param>
/// <param name="IsHard">The code is another huvudman's, and is not saved whatever is clicked.</param>
internal sealed record RegisterWord(string Text, bool IsHard);

/// <summary>Asks the register about codes before they are saved. What it cannot answer stops nobody.</summary>
internal static class RegisterCheck
{
    /// <summary>Codes that are asked for one by one when the huvudman's own list does not have them.</summary>
    private const int MostAsked = 20;

    /// <summary>By code; a code with nothing against it is left out.</summary>
    /// <param name="codes">Codes that are about to be saved.</param>
    /// <param name="organisationNumber">The huvudman's own; null: not chosen, and then it is not compared.</param>
    public static async Task<IReadOnlyDictionary<string, RegisterWord>> Ask(
        SchoolUnitRegister register, IEnumerable<string> codes, string? organisationNumber, CancellationToken cancellation)
    {
        var own = organisationNumber is null ? null : await register.UnitsOf(organisationNumber, cancellation);
        var known = (own ?? []).Select(unit => unit.Code).ToHashSet();
        var words = new Dictionary<string, RegisterWord>();
        var asked = 0;
        foreach (var code in codes.Distinct().Where(code => !known.Contains(code)))
        {
            if (asked++ < MostAsked)
            {
                if (await register.Find(code, cancellation) is { } answer && Of(answer.Value, own is null ? null : organisationNumber) is { } word)
                    words[code] = word;
            }
            else if (own is not null)
                words[code] = new("Koden finns inte bland er huvudmans skolenheter i registret. Kontrollera siffrorna.", IsHard: false);
        }
        return words;
    }

    /// <param name="answer">Null: the register has no such code.</param>
    /// <param name="organisationNumber">Null: the huvudman is not compared.</param>
    private static RegisterWord? Of(UnitAnswer? answer, string? organisationNumber) => answer switch
    {
        null => new("Koden finns inte i Skolenhetsregistret. Kontrollera siffrorna.", IsHard: false),
        not null when organisationNumber is not null && answer.OrganizerNumber != organisationNumber =>
            new($"Skolenheten har en annan huvudman: {answer.OrganizerName}.", IsHard: true),
        { Unit.IsActive: false } => new("Skolenheten har upphört enligt registret.", IsHard: false),
        _ => null,
    };
}
