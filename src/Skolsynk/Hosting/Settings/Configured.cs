using System.Collections;
using System.Text.Json;

namespace Skolsynk.Hosting.Settings;

/// <summary>One configured value and where it came from, as an error names it.</summary>
internal sealed record ConfiguredValue(string Key, string Value, string Origin);

/// <summary>
/// The configuration of one process: a JSON file and, over it, environment variables (<c>SKOLSYNK__GRAPH__BASEURL</c> is
/// <c>Skolsynk:Graph:BaseUrl</c>). Keys are compared without case.
/// </summary>
internal sealed class Configured
{
    private readonly Dictionary<string, ConfiguredValue> values = new(StringComparer.OrdinalIgnoreCase);

    public List<string> Problems { get; } = [];

    public IEnumerable<ConfiguredValue> All => values.Values;

    /// <summary>The value under its key as we write it, however it was typed.</summary>
    public ConfiguredValue? Find(string key) => values.GetValueOrDefault(key) is { } found ? found with { Key = key } : null;

    /// <param name="file">Null: none.</param>
    /// <param name="environment">Of the process (<see cref="Environment.GetEnvironmentVariables()"/>).</param>
    public static Configured Read(string? file, IDictionary environment)
    {
        var configured = new Configured();
        if (file is not null)
            configured.AddFile(file);
        foreach (DictionaryEntry entry in environment)
        {
            if (entry is { Key: string name, Value: string value } && name.StartsWith("SKOLSYNK__", StringComparison.OrdinalIgnoreCase))
                configured.Add(new(name.Replace("__", ":", StringComparison.Ordinal), value, $"miljövariabeln {name}"));
        }
        return configured;
    }

    private void AddFile(string file)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Problems.Add($"Inställningsfilen {file} går inte att läsa: {(File.Exists(file) ? "åtkomst nekad eller filen är låst" : "den finns inte")}.");
            return;
        }
        var found = new List<InputProblem>();
        var root = PlacedJson.Parse(bytes, found);
        if (root is { Kind: not JsonValueKind.Object })
            found.Add(new(root.Place, "$", "Ska vara ett objekt: { \"Skolsynk\": { … } }."));
        foreach (var member in root?.Members ?? [])
        {
            if (string.Equals(member.Name, "Skolsynk", StringComparison.OrdinalIgnoreCase))
                AddNode("Skolsynk", member.Value, file, found);
            else
                found.Add(new(member.Place, $"$.{member.Name}", "Okänt namn. Här får stå: Skolsynk."));
        }
        Problems.AddRange(found.Select(problem => problem.In(file)));
    }

    private void AddNode(string key, PlacedJson node, string file, List<InputProblem> found)
    {
        switch (node.Kind)
        {
            case JsonValueKind.Object:
                foreach (var member in node.Members)
                    AddNode($"{key}:{member.Name}", member.Value, file, found);
                break;
            case JsonValueKind.Array:
                found.Add(new(node.Place, node.Path, $"{key} ska vara en text, ett tal, true eller false, inte en lista."));
                break;
            case JsonValueKind.Null:
                break;
            default:
                Add(new(key, node.Text ?? (node.Kind == JsonValueKind.True ? "true" : "false"), $"{file}, rad {node.Place.Line}"));
                break;
        }
    }

    private void Add(ConfiguredValue value) => values[value.Key] = value;
}
