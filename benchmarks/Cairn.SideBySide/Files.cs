using System.Globalization;
using Cairn.Data;

namespace Cairn.SideBySide;

/// <summary>Files of numbers that both sides read.</summary>
static class Files
{
    /// <summary>Where they are kept between runs.</summary>
    internal static string Folder { get; } = Path.Combine(Path.GetTempPath(), "cairn-side-by-side");

    /// <summary>Reads ten columns of normal numbers with six decimals; a million rows are 100 MB.</summary>
    internal static Work ReadCsv(int rows)
    {
        string path = Path.Combine(Folder, $"normal-{rows}.csv");
        if (!File.Exists(path)) Write(path, rows);
        return new(() => Table.ReadCsv(path), () => MadeData.Digest(((NumberColumn)Table.ReadCsv(path)["c3"]).Values), () =>
            MadeData.Digest<double>([.. File.ReadLines(path).Skip(1).Select(l => double.Parse(l.Split(',')[3], CultureInfo.InvariantCulture))]));
    }

    static void Write(string path, int rows)
    {
        Directory.CreateDirectory(Folder);
        double[] values = MadeData.Normal(81, rows * 10);
        string unfinished = $"{path}.{Environment.ProcessId}";
        using (var file = new StreamWriter(unfinished))
        {
            file.Write("c0,c1,c2,c3,c4,c5,c6,c7,c8,c9\n");
            for (int i = 0; i < values.Length; i++)
            {
                file.Write(values[i].ToString("F6", CultureInfo.InvariantCulture));
                file.Write(i % 10 == 9 ? '\n' : ',');
            }
        }
        File.Move(unfinished, path, overwrite: true);
    }
}
