using System.Globalization;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox;

/// <summary>The program's arguments.</summary>
/// <param name="Sds">Folder of SDS files; null: a generated municipality.</param>
/// <param name="Parent">The process whose end ends the sandbox.</param>
internal sealed record SandboxArguments(SandboxOptions Options, string? Sds, int? Parent)
{
    public const string Help =
        """
        skolsynk-sandbox: ställföreträdare för Microsoft 365 och leverantörerna

          --port N          HTTP på 127.0.0.1:N och HTTP/2 på N+1 (standard 5180; 0 tar lediga portar)
          --seed S          frö för den genererade kommunen (standard 1)
          --size STORLEK    small, medium eller large (standard small)
          --tenants N       antal genererade kommuner (standard 1)
          --newcomers N     små kommuner därtill som ännu inte har godkänt Skolsynk (standard 0)
          --sds MAPP        läs kommunen ur SDS v2.1-filer i stället
          --parent-pid P    sluta när processen P slutar
        """;

    private const int DefaultPort = 5180;

    /// <summary>The arguments, or what is wrong with them in Swedish.</summary>
    public static (SandboxArguments? Arguments, string? Wrong) Parse(IReadOnlyList<string> args)
    {
        var parsed = new SandboxArguments(new SandboxOptions { Port = DefaultPort }, null, null);
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count)
                return (null, $"{args[i]} behöver ett värde.");
            var (next, wrong) = parsed.With(args[i], args[i + 1]);
            if (next is null)
                return (null, wrong);
            parsed = next;
        }

        return parsed.Sds is not null && parsed.Options.Tenants != 1
            ? (null, "--sds och --tenants kan inte användas tillsammans.")
            : (parsed, null);
    }

    private (SandboxArguments? Next, string? Wrong) With(string name, string value) => name switch
    {
        "--port" => Number(name, value, 0, 65_534, number => this with { Options = Options with { Port = number } }),
        "--seed" => Number(name, value, 0, int.MaxValue - 1_000, number => this with { Options = Options with { Seed = number } }),
        "--tenants" => Number(name, value, 1, 300, number => this with { Options = Options with { Tenants = number } }),
        "--newcomers" => Number(name, value, 0, 20, number => this with { Options = Options with { Newcomers = number } }),
        "--parent-pid" => Number(name, value, 1, int.MaxValue, number => this with { Parent = number }),
        "--size" => MunicipalitySize.All.FirstOrDefault(size => size.Name == value) is { } size
            ? (this with { Options = Options with { Size = size } }, null)
            : (null, $"--size '{value}': välj {string.Join(", ", MunicipalitySize.All.Select(one => one.Name))}."),
        "--sds" => (this with { Sds = value }, null),
        _ => (null, $"Okänt argument '{name}'."),
    };

    private static (SandboxArguments? Next, string? Wrong) Number(string name, string value, int least, int most, Func<int, SandboxArguments> with) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? (with(number), null)
            : (null, $"{name} '{value}': ett heltal mellan {least} och {most} behövs.");
}
