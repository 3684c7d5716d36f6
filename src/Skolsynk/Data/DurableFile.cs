using System.Runtime.InteropServices;

namespace Skolsynk.Data;

/// <summary>Files that must be there after the power went: bytes and names are on the disk when a call returns. Readable by the owner only.</summary>
internal static class DurableFile
{
    /// <summary>Writes a file whole or not at all.</summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        var part = $"{path}.{Guid.CreateVersion7():N}.part";
        using (var file = new FileStream(part, Options(FileMode.CreateNew)))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        File.Move(part, path, overwrite: true);
        SyncFolder(path);
    }

    /// <summary>Adds to the end of a file, which is made when it is missing.</summary>
    public static void Append(string path, ReadOnlySpan<byte> bytes)
    {
        var isNew = !File.Exists(path);
        using (var file = new FileStream(path, Options(FileMode.Append)))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
        if (isNew)
            SyncFolder(path);
    }

    /// <summary>What was written by others is on the disk, under its name.</summary>
    public static void Sync(string path)
    {
        using (var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite))
            file.Flush(flushToDisk: true);
        SyncFolder(path);
    }

    /// <summary>An empty file that nobody else can read.</summary>
    public static void Create(string path) => new FileStream(path, Options(FileMode.CreateNew)).Dispose();

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>The name of a new file is durable only when its folder is. Windows does that by itself.</summary>
    private static void SyncFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Open(Path.GetDirectoryName(Path.GetFullPath(path))!, 0);
        if (folder < 0)
            return;
        var synced = Flush(folder);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(folder);
        // Some file systems know no such thing for folders; then the name is as durable as they make it.
        const int invalid = 22;
        if (synced != 0 && error != invalid)
            throw new IOException($"The folder of {path} cannot be synchronised ({error}).");
    }

#pragma warning disable SYSLIB1054, CA2101 // The generated form needs unsafe code in the whole assembly.
    [DllImport("libc", EntryPoint = "open", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(int file);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
#pragma warning restore SYSLIB1054, CA2101
}
