using Cairn.Autograd;

namespace Cairn.Tests;

/// <summary>What holds for every loss, row by row of <see cref="LossTable"/>.</summary>
public class LossContractTests
{
    public static TheoryData<string> Losses() => [.. LossTable.Rows.Keys];

    static (Tensor Predictions, Tensor Targets) Case(string name, DType dtype = DType.Float64)
    {
        var found = Fixture.Losses[name];
        return (Fixture.Read(found.GetProperty("predictions"), dtype),
            Fixture.Read(found.GetProperty("targets"), found.GetProperty("isIndices").GetBoolean() ? DType.Int32 : dtype));
    }

    [Fact]
    public void Every_loss_has_a_row()
    {
        var rows = LossTable.Rows.Values.Select(r => r.GetType()).ToHashSet();
        Assert.Empty(typeof(Loss).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(Loss)) && !rows.Contains(t))
            .Select(t => t.Name));
        Assert.Equal(LossTable.Rows.Keys.Order(StringComparer.Ordinal), Fixture.Losses.Names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Values_and_gradients_are_those_of_PyTorch(string name)
    {
        var (loss, found) = (LossTable.Rows[name], Fixture.Losses[name]);
        var (p, y) = Case(name);
        p = p.AsParameter();
        var rows = Fixture.Read(found.GetProperty("rows"));
        Fixture.AssertClose(rows, loss.Rows(p, y), 1e-12, name);
        var mean = loss.Of(p, y);
        Assert.Equal((double)rows.Mean(), (double)mean, 1e-12);
        mean.Backward();
        Fixture.AssertClose(Fixture.Read(found.GetProperty("gradient")), p.Grad, 1e-11, name + ", gradient");
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void The_gradient_is_that_of_small_differences(string name)
    {
        var loss = LossTable.Rows[name];
        var (p, y) = Case(name);
        var weights = Tensor.From([0.5, 2, 1, 0.25]);
        var at = p.AsParameter();
        loss.Of(at, y, weights).Backward();
        double[] slopes = at.Grad!.ToArray<double>();
        var values = p.AsSpan<double>();
        using var off = Gradients.Off();
        for (int i = 0; i < slopes.Length; i++)
        {
            double before = values[i];
            values[i] = before + 1e-5;
            double above = (double)loss.Of(p, y, weights);
            values[i] = before - 1e-5;
            double below = (double)loss.Of(p, y, weights);
            values[i] = before;
            Assert.Equal((above - below) / 2e-5, slopes[i], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Row_weights_weigh_the_mean(string name)
    {
        var loss = LossTable.Rows[name];
        var (p, y) = Case(name);
        double[] rows = loss.Rows(p, y).ToArray<double>();
        Assert.Equal((rows[0] * 3 + rows[2]) / 4, (double)loss.Of(p, y, Tensor.From([3.0, 0, 1, 0])), 1e-12);
        Assert.ThrowsAny<ArgumentException>(() => loss.Of(p, y, Tensor.From([1.0, 2])));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Float32_stays_float32(string name)
    {
        var (p, y) = Case(name, DType.Float32);
        var rows = LossTable.Rows[name].Rows(p, y);
        Assert.Equal(DType.Float32, rows.DType);
        Fixture.AssertClose(Fixture.Read(Fixture.Losses[name].GetProperty("rows")), rows, 2e-5, name);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Wrong_shapes_are_refused_by_name(string name)
    {
        var loss = LossTable.Rows[name];
        var (p, y) = Case(name);
        Assert.Throws<ArgumentNullException>(() => loss.Rows(null!, y));
        Assert.Throws<ArgumentNullException>(() => loss.Rows(p, null!));
        foreach (var wrong in new[] { y[..3], Tensor.Zeros<double>(4, 3, 2, 2) })
        {
            if (loss is Triplet && wrong.Shape[0] == 4) continue;
            var error = Assert.ThrowsAny<ArgumentException>(() => loss.Rows(p, wrong));
            Assert.Contains(wrong.Shape.ToString(), error.Message, StringComparison.Ordinal);
            Assert.Contains(loss.GetType().Name, error.Message, StringComparison.Ordinal);
        }
        Assert.ThrowsAny<ArgumentException>(() => loss.Rows(p.To<int>(), y));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Recipes_compare_by_value(string name)
    {
        var loss = LossTable.Rows[name];
        Assert.Equal(loss, loss with { });
        Assert.StartsWith(loss.GetType().Name, loss.ToString(), StringComparison.Ordinal);
    }
}
