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

    /// <summary>Reads numbers, words in quotes, and notes in quotes with commas, doubled quotes and line feeds in them.</summary>
    internal static Work ReadQuotedCsv(int rows)
    {
        string path = Path.Combine(Folder, $"quoted-{rows}.csv");
        if (!File.Exists(path)) WriteQuoted(path, rows);
        return new(() => Table.ReadCsv(path), () => MadeData.Digest(((NumberColumn)Table.ReadCsv(path)["x"]).Values), () =>
            MadeData.Digest<double>([.. MadeData.Normal(82, rows).Select(x => Math.Round(x, 4))]));
    }

    /// <summary>The count, mean, deviation, extremes and quartiles of ten columns; Cairn counts the distinct values besides.</summary>
    internal static Work Describe(int rows)
    {
        string path = Path.Combine(Folder, $"normal-{rows}.csv");
        if (!File.Exists(path)) Write(path, rows);
        var table = Table.ReadCsv(path);
        return new(() => table.Describe(), () => table.Describe().Columns.Sum(c => c.Mean + c.StandardDeviation + c.Median + c.Maximum), () =>
            table.Columns.Cast<NumberColumn>().Sum(c => Naive([.. c.Values])));
    }

    /// <summary>The rows whose third column is above 0.</summary>
    internal static Work Where(int rows)
    {
        string path = Path.Combine(Folder, $"normal-{rows}.csv");
        if (!File.Exists(path)) Write(path, rows);
        var table = Table.ReadCsv(path);
        return new(() => table.Where("c3", x => x > 0), () => table.Where("c3", x => x > 0).Rows, () => ((NumberColumn)table["c3"]).Values.ToArray().Count(x => x > 0));
    }

    static double Naive(double[] x)
    {
        Array.Sort(x);
        double mean = x.Average(), deviation = Math.Sqrt(x.Sum(v => (v - mean) * (v - mean)) / (x.Length - 1));
        return mean + deviation + (x[(x.Length - 1) / 2] + x[x.Length / 2]) / 2 + x[^1];
    }

    static void WriteQuoted(string path, int rows)
    {
        string[] words = ["\"red\"", "\"dark green\"", "\"blue, light\""];
        Write(path, file =>
        {
            file.Write("id,\"x\",\"word\",\"the note\"\n");
            double[] values = MadeData.Normal(82, rows);
            for (int i = 0; i < rows; i++)
                file.Write(FormattableString.Invariant($"{i},{Math.Round(values[i], 4):F4},{words[i % 3]},\"note {i % 977}, said \"\"{(i % 7 == 0 ? "yes\nor no" : "yes")}\"\" of {i % 31} parts\"\n"));
        });
    }

    static void Write(string path, int rows) => Write(path, file =>
    {
        double[] values = MadeData.Normal(81, rows * 10);
        file.Write("c0,c1,c2,c3,c4,c5,c6,c7,c8,c9\n");
        for (int i = 0; i < values.Length; i++)
        {
            file.Write(values[i].ToString("F6", CultureInfo.InvariantCulture));
            file.Write(i % 10 == 9 ? '\n' : ',');
        }
    });

    static void Write(string path, Action<StreamWriter> content)
    {
        Directory.CreateDirectory(Folder);
        string unfinished = $"{path}.{Environment.ProcessId}";
        using (var file = new StreamWriter(unfinished)) content(file);
        File.Move(unfinished, path, overwrite: true);
    }
}
