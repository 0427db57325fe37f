"""What a plan, a comparison, a document says, in order and in words: values. No Qt, no format."""
