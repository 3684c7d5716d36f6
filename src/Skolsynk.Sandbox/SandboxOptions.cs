using Skolsynk.Sandbox.Entra;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Sds;

namespace Skolsynk.Sandbox;

/// <summary>How a sandbox is started.</summary>
public sealed record SandboxOptions
{
    public const string ClientId = "7a3c1d52-4f0e-4f2b-9a61-2f6f5d0c8e11";
    public const string ClientSecret = "sandbox-secret";

    /// <summary>HTTP/1.1 on 127.0.0.1; HTTP/2 without TLS listens on the port above. 0 takes two free ports.</summary>
    public int Port { get; init; }

    public int Seed { get; init; } = 1;

    public MunicipalitySize Size { get; init; } = MunicipalitySize.Small;

    /// <summary>Generated municipalities; each has a seed of its own, counted from <see cref="Seed"/>.</summary>
    public int Tenants { get; init; } = 1;

    /// <summary>Small generated municipalities beside the others, in which nobody has approved the app yet.</summary>
    public int Newcomers { get; init; }

    /// <summary>When given, these are the municipalities; only newcomers are generated beside them.</summary>
    public IReadOnlyList<Municipality>? Municipalities { get; init; }

    /// <summary>The rows of an SDS folder that could not be used, to be shown.</summary>
    public IReadOnlyList<SdsProblem> SdsProblems { get; init; } = [];

    public AppRegistration App { get; init; } = new(ClientId, ClientSecret);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    internal IReadOnlyList<Municipality> Create() =>
        [
            .. Municipalities ?? [.. Enumerable.Range(Seed, Tenants).Select(seed => MunicipalityGenerator.Create(seed, Size))],
            .. Enumerable.Range(Seed + 1_000, Newcomers).Select(seed => MunicipalityGenerator.Create(seed, MunicipalitySize.Small, isNew: true)),
        ];
}
