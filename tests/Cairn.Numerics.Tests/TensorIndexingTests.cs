namespace Cairn.Tests;

public class TensorIndexingTests
{
    static Tensor Grid() => Tensor.Arange(0.0, 12).Reshape(3, 4);

    [Fact]
    public void A_position_takes_its_axis_away()
    {
        var t = Grid();
        Assert.Equal(new Shape(4), t[1].Shape);
        Assert.Equal([4.0, 5, 6, 7], t[1].ToArray<double>());
        Assert.Equal(11.0, (double)t[^1, ^1]);
        Assert.Equal([1.0, 5, 9], t[.., 1].ToArray<double>());
        Assert.Equal([3.0, 7, 11], t[Slice.Ellipsis, 3].ToArray<double>());
    }

    [Fact]
    public void Ranges_and_steps_are_views()
    {
        var t = Grid();
        Assert.Equal([4.0, 5, 6, 7, 8, 9, 10, 11], t[1..3, ..].ToArray<double>());
        Assert.Equal([5.0, 6, 9, 10], t[1.., 1..^1].ToArray<double>());
        Assert.Equal([3.0, 2, 1, 0], t[0, Slice.Step(null, null, -1)].ToArray<double>());
        Assert.Equal([3.0, 1], t[0, Slice.Step(^1, 0, -2)].ToArray<double>());
        Assert.Equal([0.0, 3], t[0, Slice.Step(0, null, 3)].ToArray<double>());
        Assert.Equal(new Shape(3, 0), t[.., 2..2].Shape);
        Assert.Equal(new Shape(1, 3, 1, 4), t[Slice.NewAxis, .., Slice.NewAxis].Shape);
        t[1.., Slice.Step(null, null, -1)][0, 0] = 70;
        Assert.Equal(70.0, (double)t[1, 3]);
    }

    [Fact]
    public void Masks_and_positions_are_copies()
    {
        var t = Grid();
        var large = t[t > 8];
        Assert.Equal([9.0, 10, 11], large.ToArray<double>());
        large.Fill(0);
        Assert.Equal(9.0, (double)t[2, 1]);
        Assert.Equal([8.0, 9, 10, 11, 0, 1, 2, 3], t[new[] { 2, 0 }].ToArray<double>());
        Assert.Throws<ArgumentNullException>("positions", () => (Slice)(int[])null!);
        Assert.Equal([1.0, 1, 5, 5, 9, 9], t[.., (Tensor)new[] { 1, 1 }].ToArray<double>());
        Assert.Equal([0.0, 1, 2, 3, 8, 9, 10, 11], t[(Tensor)new[] { true, false, true }].ToArray<double>());
        Assert.Equal(new Shape(3, 2, 2), t[.., Tensor.From(new long[,] { { 0, 1 }, { 2, 3 } })].Shape);
        Assert.Equal(new Shape(0), t[t > 100].Shape);
        Assert.Equal([1.0, 9], t.T[1, (Tensor)new[] { 0, 2 }].ToArray<double>());
    }

    [Fact]
    public void Assignment_broadcasts_and_takes_the_type_of_the_target()
    {
        var t = Tensor.Zeros<float>(2, 3);
        t[0, 1] = 3.5;
        t[1] = new[] { 1.0, 2, 3 };
        Assert.Equal([0f, 3.5f, 0, 1, 2, 3], t.ToArray<float>());
        t[t > 2] = 0;
        Assert.Equal([0f, 0, 0, 1, 2, 0], t.ToArray<float>());
        t[.., (Tensor)new[] { 2, 0 }] = Tensor.From(new[,] { { 1, 2 }, { 3, 4 } });
        Assert.Equal([2f, 0, 1, 4, 2, 3], t.ToArray<float>());
        t[Slice.All, ^1] += 10;
        Assert.Equal([2f, 0, 11, 4, 2, 13], t.ToArray<float>());
        t.Fill(7);
        Assert.All(t.ToArray<float>(), x => Assert.Equal(7f, x));
        var mask = Tensor.Zeros<bool>(2);
        mask[1] = true;
        Assert.Equal([false, true], mask.ToArray<bool>());
    }

    [Fact]
    public void Assignment_to_an_overlapping_view_reads_before_it_writes()
    {
        var t = Tensor.Arange(5);
        t[1..] = t[..^1];
        Assert.Equal([0, 0, 1, 2, 3], t.ToArray<int>());
        t[..] = t[Slice.Step(null, null, -1)];
        Assert.Equal([3, 2, 1, 0, 0], t.ToArray<int>());
    }

    [Fact]
    public void Positions_along_any_axis_of_any_view_equal_plain_loops()
    {
        var source = Tensor.Arange(60).Reshape(3, 4, 5).Permute(2, 0, 1)[Slice.Step(null, null, -2)];   // [3, 3, 4]
        var positions = Tensor.From(new[,] { { 2, 0 }, { 1, 2 } });
        for (int axis = 0; axis < 3; axis++)
        {
            Slice[] index = [.. Enumerable.Repeat(Slice.All, axis), positions];
            var taken = source[index];
            var put = source.Copy();
            put[index] = taken + 100;
            int[] sizes = [.. source.Shape.Take(axis), 2, 2, .. source.Shape.Skip(axis + 1)];
            Assert.Equal(sizes, taken.Shape);
            var expected = source.Copy();
            for (int i = 0; i < 3; i++)
                for (int j = 0; j < 3; j++)
                    for (int k = 0; k < 4; k++)
                    {
                        int[] at = [i, j, k];
                        if (at[axis] < 3) expected[i, j, k] = source[i, j, k] + 100;
                        for (int n = 0; n < 4; n++)
                        {
                            int[] to = [.. at.Take(axis), n / 2, n % 2, .. at.Skip(axis + 1)];
                            if ((int)positions[n / 2, n % 2] == at[axis])
                                Assert.Equal((int)source[i, j, k], (int)taken[to[0], to[1], to[2], to[3]]);
                        }
                    }
            Assert.True(Tensor.EqualsExactly(expected, put));
        }
    }

    [Fact]
    public void CopyFrom_converts_and_wants_the_same_shape()
    {
        var t = Tensor.Zeros<int>(3);
        t.CopyFrom(new[] { 1.0, 2, 3 });
        Assert.Equal([1, 2, 3], t.ToArray<int>());
        Assert.StartsWith("CopyFrom: [2] into [3]: the shapes differ",
            Assert.Throws<ArgumentException>(() => t.CopyFrom(new[] { 1, 2 })).Message);
    }

    [Fact]
    public void Errors_name_axis_size_and_index()
    {
        var t = Grid();
        Says<ArgumentOutOfRangeException>("Index 4 is out of range: axis 1 of [3, 4] has size 4", () => t[0, 4]);
        Says<ArgumentOutOfRangeException>("Index ^5 is out of range: axis 1 of [3, 4] has size 4", () => t[0, ^5]);
        Says<ArgumentOutOfRangeException>("Index -1 is negative on axis 0 of [3, 4]; count from the end with ^, as in t[^1]", () => t[-1]);
        Says<ArgumentOutOfRangeException>("Index 1..9 is out of range: axis 0 of [3, 4] has size 3", () => t[1..9]);
        Says<ArgumentOutOfRangeException>("Index 2..1 is out of range", () => t[2..1]);
        Says<ArgumentOutOfRangeException>("Index 0..2 by -1 is out of range", () => t[Slice.Step(0, 2, -1)]);
        Says<ArgumentOutOfRangeException>("Step: the step between elements cannot be 0", () => t[Slice.Step(0, 2, 0)]);
        Says<ArgumentOutOfRangeException>("Index 3 (element 1 of the positions) is out of range: axis 0 of [3, 4] has size 3",
            () => t[(Tensor)new[] { 0, 3 }]);
        Says<ArgumentException>("Slice: 3 axes are indexed, but [3, 4] has 2", () => t[0, 0, 0]);
        Says<ArgumentException>("Slice: a mask of [2] does not fit axis 0 of [3, 4]: sizes 2 and 3 differ",
            () => t[(Tensor)new[] { true, false }]);
        Says<ArgumentException>("Slice: a tensor of positions is int32 or int64 and a mask bool, not float64",
            () => t[(Tensor)new[] { 1.0 }]);
        Says<ArgumentException>("Slice: at most one Ellipsis", () => t[Slice.Ellipsis, Slice.Ellipsis]);
        Says<ArgumentException>("Slice: at most one mask", () => t[(Tensor)new[] { 0 }, (Tensor)new[] { 0 }]);
        Says<ArgumentException>("Assign: [3] does not broadcast to [4]", () => t[0] = new[] { 1.0, 2, 3 });
        Says<ArgumentException>("To: element [] of [] is 0.5: to int32 it is not a whole number", () => Tensor.Arange(3)[0] = 0.5);
    }

    [Fact]
    public void Read_only_tensors_and_their_views_refuse_changes()
    {
        var t = Grid().AsReadOnly();
        Assert.Throws<InvalidOperationException>(() => t[0] = 1);
        Assert.Throws<InvalidOperationException>(() => t[0..1, ..].T.Reshape(4).Fill(1));
        Assert.Throws<InvalidOperationException>(() => t.T.Reshape(12).Fill(1));
        Assert.Throws<InvalidOperationException>(() => t.CopyFrom(t));
        Assert.Throws<InvalidOperationException>(() => t[t > 3] = 1);
        Assert.Throws<InvalidOperationException>(() => Grid()[0].BroadcastTo(2, 4).Fill(1));
        t.Copy().Fill(1);
        Assert.Equal(5.0, (double)t[1, 1]);
    }

    static void Says<T>(string start, Func<Tensor> act) where T : Exception => Assert.StartsWith(start, Assert.Throws<T>(act).Message);
}
