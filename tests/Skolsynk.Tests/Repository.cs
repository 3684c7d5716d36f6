namespace Skolsynk.Tests;

/// <summary>The folder of the source code, for tests that read it or keep files beside it.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Skolsynk.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests do not stand inside the repository.");
    }
}
