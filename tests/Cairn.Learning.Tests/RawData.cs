using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Cairn.Tests;

/// <summary>Reads plain numeric files of the data folder and the fixtures beside the tests, for tests that compare with other programs.</summary>
static class RawData
{
    internal static JsonElement Fixture(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Fixtures, file))).RootElement;

    /// <summary>The fields of a file, split at commas or blanks; gzip too.</summary>
    internal static string[][] Fields(string file, int skip = 0)
    {
        string path = Repository.Data(file);
        using Stream stream = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress)
            : File.OpenRead(path);
        using var text = new StreamReader(stream);
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(skip).Select(line => line.Trim()
            .Split(line.Contains(',') ? [','] : [' ', '\t'], line.Contains(',') ? StringSplitOptions.None : StringSplitOptions.RemoveEmptyEntries))];
    }

    internal static double[][] Numbers(string file, int skip = 0) => [.. Fields(file, skip).Select(row => Array.ConvertAll(row, Number))];

    internal static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>A table whose last column is the class.</summary>
    internal static Dataset Classes(string name, bool weighted = false)
    {
        double[][] rows = Numbers(name switch
        {
            "iris" => "iris/iris.csv",
            "wine" => "wine/wine_data.csv",
            "cancer" => "breast-cancer-wdbc/breast_cancer.csv",
            _ => throw new ArgumentException(name, nameof(name)),
        }, skip: 1);
        return new Dataset(Without(rows, rows[0].Length - 1), Column(rows, rows[0].Length - 1), weights: weighted ? (Tensor)Weights(rows.Length) : null);
    }

    /// <summary>A regression set of the fixtures.</summary>
    internal static Dataset Regression(string name, bool weighted = false)
    {
        double[][] x, rows;
        double[] y;
        if (name == "diabetes")
        {
            x = Numbers("diabetes/diabetes_data_raw.csv.gz");
            y = Column(Numbers("diabetes/diabetes_target.csv.gz"), 0);
        }
        else
        {
            rows = [.. Fields("california-housing/housing.csv.gz", skip: 1).Where(r => r[4].Length > 0).Select(r => Array.ConvertAll(r[..^1], Number))];
            x = Without(rows, 8);
            y = Column(rows, 8);
        }
        return new Dataset(x, y, weights: weighted ? (Tensor)Weights(x.Length) : null);
    }

    /// <summary>1, 2, 3, 1, 2, 3, ...</summary>
    internal static double[] Weights(int n) => [.. Enumerable.Range(0, n).Select(i => 1.0 + i % 3)];

    internal static double[] Column(double[][] rows, int j) => Array.ConvertAll(rows, r => r[j]);

    internal static double[][] Without(double[][] rows, int j) => Array.ConvertAll(rows, r => r.Where((_, k) => k != j).ToArray());

    internal static double[] Doubles(JsonElement array) => array.ValueKind == JsonValueKind.Array
        ? [.. array.EnumerateArray().SelectMany(Doubles)]
        : [array.GetDouble()];

    /// <summary>Asserts |got - expected| &lt;= tolerance max(1, |expected|) for every element.</summary>
    internal static void Close(ReadOnlySpan<double> expected, Tensor got, double tolerance)
    {
        var values = got.ToArray<double>();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
            Assert.True(Math.Abs(values[i] - expected[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])),
                FormattableString.Invariant($"element {i}: {values[i]:R}, expected {expected[i]:R}"));
    }
}
