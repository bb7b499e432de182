using System.Globalization;
using System.Text;
using System.Text.Json;
using Cairn.Plotting;
using Cairn.Reports;

namespace Cairn.LinearModels;

/// <summary>The page that plays a descent: its numbers as JSON beside a small program that draws them. It asks the network for nothing.</summary>
static class DescentPage
{
    /// <summary>The most places a page plays, and the most rows it draws.</summary>
    const int MostFrames = 600, MostRows = 800;

    internal static string Write(DescentTask task, IReadOnlyList<DescentPlace> places, TrainingFacts facts, string? title)
    {
        string heading = title ?? task.Data.TargetName;
        return PlayedPage.Write(heading, "gradient descent", PlayedPage.Css, html =>
        {
            html.Add("p", DescentWords.Hypothesis(task) + "   ·   " + task.CostFormula, ("class", "formula"));
            html.Add("p", DescentWords.Optimiser(task) + "; " + facts.StopReason + ".", ("class", "quiet"));
        }, DescentPageParts.Body, Data(task, places), DescentPageParts.Script);
    }

    /// <summary>The numbers as JSON that is safe inside a script element: the encoder writes &lt;, &gt;, &amp; and quotes as escapes.</summary>
    static string Data(DescentTask task, IReadOnlyList<DescentPlace> places)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            Frames(json, task, places);
            Rows(json, task);
            Surface(json, task, places);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    static void Frames(Utf8JsonWriter json, DescentTask task, IReadOnlyList<DescentPlace> places)
    {
        json.WriteStartArray("parameters");
        for (int j = 0; j < places[0].Theta.Length; j++) json.WriteStringValue(DescentSurface.NameOf(task, j));
        json.WriteEndArray();
        json.WriteNumber("scores", places[0].Theta.Length / task.Columns.Width);
        json.WriteBoolean("normalised", task.IsNormalised);
        json.WriteStartArray("frames");
        foreach (int i in Chosen(places.Count))
        {
            var place = places[i];
            var (coefficients, intercepts) = task.Columns.Unscale(place.Theta);
            json.WriteStartObject();
            json.WriteNumber("step", place.Step);
            json.WriteNumber("epoch", place.Epoch);
            Number(json, "cost", place.Cost);
            double squares = 0;
            foreach (double g in place.Gradient) squares += g * g;
            Number(json, "slope", Math.Sqrt(squares));
            Numbers(json, "theta", place.Theta);
            Numbers(json, "w", coefficients);
            Numbers(json, "b", intercepts);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The first places one by one, then ever fewer, and the last.</summary>
    internal static IEnumerable<int> Chosen(int count)
    {
        if (count <= MostFrames) return Enumerable.Range(0, count);
        // The k-th of m is where k + (count - m) (k / m)^3 leads: steps of one at first, long ones at the end.
        return Enumerable.Range(0, MostFrames).Select(k =>
        {
            double t = (double)k / (MostFrames - 1);
            return (int)Math.Round(k + (count - MostFrames) * t * t * t);
        }).Distinct();
    }

    static void Rows(Utf8JsonWriter json, DescentTask task)
    {
        int d = task.Schema.Count, every = (task.Columns.Rows - 1) / MostRows + 1;
        double[] x = task.Data.Features.Dense!.ToArray<double>();
        int[] rows = [.. Enumerable.Range(0, task.Columns.Rows).Where(i => i % every == 0)];
        json.WriteStartArray("features");
        for (int j = 0; j < d; j++) json.WriteStringValue(task.Schema.NameOf(j));
        json.WriteEndArray();
        json.WriteString("target", task.Data.TargetName);
        if (task.Classes is { } classes)
        {
            json.WriteStartArray("classes");
            foreach (string name in classes) json.WriteStringValue(name);
            json.WriteEndArray();
        }
        json.WriteNumber("of", task.Columns.Rows);
        json.WriteStartArray("x");
        foreach (int i in rows)
        {
            json.WriteStartArray();
            for (int j = 0; j < d; j++) json.WriteNumberValue(x[i * d + j]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
        Numbers(json, "y", [.. rows.Select(i => task.Target[i])]);
    }

    static void Surface(Utf8JsonWriter json, DescentTask task, IReadOnlyList<DescentPlace> places)
    {
        if (DescentSurface.Of(task, places) is not { } surface) return;
        json.WriteStartObject("surface");
        json.WriteNumber("first", surface.First);
        json.WriteNumber("second", surface.Second);
        json.WriteString("xName", surface.FirstName);
        json.WriteString("yName", surface.SecondName);
        Numbers(json, "xRange", [surface.X[0], surface.X[^1]]);
        Numbers(json, "yRange", [surface.Y[0], surface.Y[^1]]);
        json.WriteNumber("columns", DescentSurface.Columns - 1);
        json.WriteNumber("rows", DescentSurface.Rows - 1);
        json.WriteStartArray("bands");
        foreach (double level in surface.LevelCosts())
        {
            json.WriteStartObject();
            Number(json, "cost", level);
            json.WriteString("area", Path(Contours.Above(surface.Costs, DescentSurface.Columns, level), closed: true));
            json.WriteString("line", Path(Contours.Lines(surface.Costs, DescentSurface.Columns, level), closed: false));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Lines in cells of the grid as the path of a picture.</summary>
    static string Path(List<Point[]> lines, bool closed)
    {
        var path = new StringBuilder();
        foreach (var line in lines)
        {
            for (int i = 0; i < line.Length; i++)
                path.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? 'M' : 'L')}{Math.Round(line[i].X, 2)} {Math.Round(line[i].Y, 2)}");
            if (closed) path.Append('Z');
        }
        return path.ToString();
    }

    static void Numbers(Utf8JsonWriter json, string name, double[] values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
            if (double.IsFinite(value)) json.WriteNumberValue(value);
            else json.WriteNullValue();
        json.WriteEndArray();
    }

    static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
