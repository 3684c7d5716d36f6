using System.Globalization;

namespace Skolsynk.Benchmarks;

internal enum Measured
{
    All,
    Deliver,
    Pass,
    Read,

    /// <summary>Not among all: it takes as long as a first delivery of most of the municipality.</summary>
    Mark,

    /// <summary>Not among all: it delivers everything first.</summary>
    Pages,

    /// <summary>Not for people: the process whose memory the pass benchmark looks at.</summary>
    Memory,
}

internal enum Engine { Sqlite, Postgres }

/// <summary>The program's arguments.</summary>
internal sealed record BenchArguments
{
    public const string Help =
        """
        bench/run [deliver|pass|read|mark|pages|all] [--database sqlite|postgres|both] [--size 13600|134000] [--rounds N]

          deliver   first delivery with durable receipts, against the same senders without any; and at 20 ms latency
          pass      a sync run and a round of deliveries with nothing changed; time and memory
          read      a read of 110,000 persons at 100 ms latency
          mark      how soon a person who is marked is gone from two suppliers, while a first delivery at 20 a second is running; not among all
          pages     how long the pages of the portal take when everything is delivered and a school that has emptied waits; not among all
          --size    resources of the delivery; both when not given
          --rounds  rounds of each measurement, of which the median counts (3)
        """;

    public Measured What { get; private init; }

    public IReadOnlyList<Engine> Engines { get; private init; } = [Engine.Sqlite, Engine.Postgres];

    public IReadOnlyList<TownSize> Sizes { get; private init; } = [TownSize.Medium, TownSize.Large];

    public int Rounds { get; private init; } = 3;

    /// <summary>Connection string of a PostgreSQL server that the program may make databases in.</summary>
    public string? Postgres { get; private init; }

    /// <summary>An existing database and a running sandbox: for <see cref="Measured.Memory"/> only.</summary>
    public string? Existing { get; private init; }

    public string? Sandbox { get; private init; }

    public bool Wants(Measured what) => What == what || (What == Measured.All && what is not (Measured.Mark or Measured.Pages));

    /// <summary>The arguments, or what is wrong with them.</summary>
    public static (BenchArguments? Arguments, string? Wrong) Parse(IReadOnlyList<string> args)
    {
        var parsed = new BenchArguments();
        var first = 0;
        if (args.Count > 0 && !args[0].StartsWith('-'))
        {
            if (!Enum.TryParse<Measured>(args[0], ignoreCase: true, out var what))
                return (null, $"'{args[0]}': deliver, pass, read, mark, pages or all.");
            parsed = parsed with { What = what };
            first = 1;
        }

        for (var i = first; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count)
                return (null, $"{args[i]} needs a value.");
            if (parsed.With(args[i], args[i + 1]) is not { } next)
                return (null, $"{args[i]} '{args[i + 1]}' is not known.");
            parsed = next;
        }

        return parsed.Engines.Contains(Engine.Postgres) && parsed.Postgres is null && (parsed.Wants(Measured.Deliver) || parsed.Wants(Measured.Mark) || parsed.Wants(Measured.Pages))
            ? (null, "PostgreSQL is needed: use bench/run, or --postgres with a connection string, or --database sqlite.")
            : (parsed, null);
    }

    private BenchArguments? With(string name, string value) => (name, value) switch
    {
        ("--database", "sqlite") => this with { Engines = [Engine.Sqlite] },
        ("--database", "postgres") => this with { Engines = [Engine.Postgres] },
        ("--database", "both") => this,
        ("--size", "13600") => this with { Sizes = [TownSize.Medium] },
        ("--size", "134000") => this with { Sizes = [TownSize.Large] },
        ("--rounds", _) when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds > 0 =>
            this with { Rounds = rounds },
        ("--postgres", _) => this with { Postgres = value },
        ("--existing", _) => this with { Existing = value },
        ("--sandbox", _) => this with { Sandbox = value },
        _ => null,
    };
}
