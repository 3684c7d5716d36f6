using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;

namespace Skolsynk.Reports;

/// <summary>The Excel file “Det som skickas till {leverantör}”. Ids and codes are text; rows are streamed.</summary>
public static class ScopeWorkbook
{
    /// <summary>A sheet of Excel has 1,048,576 rows; a round number below it starts the next sheet.</summary>
    private const int MostRows = 1_000_000;

    // Not FastMode: it keeps every sheet in memory until the end.
    private static readonly OpenXmlConfiguration Configuration = new()
    {
        AutoFilter = true,
        FreezeRowCount = 1,
        DynamicColumns =
        [
            new DynamicExcelColumn("Uppgift") { Width = 28 },
            new DynamicExcelColumn("Värde") { Width = 60 },
        ],
    };

    /// <summary>Writes the file to a stream that takes synchronous writes and can seek; the stream stays open.</summary>
    public static void Write(Stream to, ScopeReport report) => to.SaveAs(Sheets(report), configuration: Configuration);

    /// <summary>
    /// The file, ready to be read from its start. It lies in the folder for temporary files, and is gone when the stream is closed.
    /// </summary>
    public static FileStream Open(ScopeReport report)
    {
        var file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), OwnerOnly());
        try
        {
            Write(file, report);
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The file holds names: nobody else on the machine may open it.</summary>
    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 1 << 16,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static Dictionary<string, object> Sheets(ScopeReport report)
    {
        var rows = new ScopeRows(report);
        var sheets = new Dictionary<string, object>
        {
            ["Sammanfattning"] = rows.Summary(),
            ["Skolor"] = rows.Schools(),
            ["Personer"] = rows.Persons(),
            ["Grupper"] = rows.Groups(),
            ["Medlemskap"] = rows.Memberships().Take(MostRows),
        };
        for (var done = MostRows; done < rows.MembershipCount; done += MostRows)
            sheets[$"Medlemskap {(done / MostRows) + 1}"] = rows.Memberships().Skip(done).Take(MostRows);
        sheets["Skickas inte"] = rows.NotSent();
        return sheets;
    }
}
