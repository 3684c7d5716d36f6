using Skolsynk.Hosting.Settings;

namespace Skolsynk.Hosting.Applying;

/// <summary>Finds a connection's key: from a file or an environment variable, in Development also from the apply file itself.</summary>
internal sealed class KeyReader(ApplyRules rules)
{
    public Secret? Read(ObjectReader reader)
    {
        var (literal, file, variable) = (reader.Text("key"), reader.Text("keyFile"), reader.Text("keyEnv"));
        if (new[] { literal, file, variable }.Count(v => v is not null) > 1)
            reader.Note(reader.Node, "Ange nyckeln på ett sätt: keyFile, keyEnv eller (i Development) key.");
        if (literal is not null && !rules.Development)
            reader.Note(reader.Member("key")!, "Nyckeln får inte stå i filen. Använd keyFile eller keyEnv.");
        if (file is not null)
            return Checked(reader, "keyFile", rules.ReadFile(file), $"Filen ”{file}” går inte att läsa eller är tom.");
        if (variable is not null)
            return Checked(reader, "keyEnv", rules.Variable(variable), $"Miljövariabeln ”{variable}” är inte satt.");
        return literal is null ? null : Checked(reader, "key", literal, "Nyckeln är tom.");
    }

    private static Secret? Checked(ObjectReader reader, string name, string? text, string missing)
    {
        var key = text?.Trim();
        if (string.IsNullOrEmpty(key))
            reader.Note(reader.Member(name)!, missing);
        else if (key.Any(c => c is < '!' or > '~') || key.Length > 4096)
            reader.Note(reader.Member(name)!, "Nyckeln innehåller tecken som inte kan stå i ett HTTP-huvud, eller är längre än 4 096 tecken.");
        else
            return new(key);
        return null;
    }
}
